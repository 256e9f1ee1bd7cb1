using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Runs the cases of one kind through the public API. Throws an assertion when a case fails.</summary>
internal interface ICaseKind
{
    void Run(ConformanceCase tested);
}
