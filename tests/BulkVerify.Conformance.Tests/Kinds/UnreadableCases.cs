using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Stands for a line or file that no case could be read from: a suite is never silently smaller than it is.</summary>
internal sealed class UnreadableCases : ICaseKind
{
    public void Run(ConformanceCase tested) => Assert.Fail($"{tested.Id} cannot be read: {tested.Data.GetString()}");
}
