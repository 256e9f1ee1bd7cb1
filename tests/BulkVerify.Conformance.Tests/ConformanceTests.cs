using BulkVerify.Conformance.Suites;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance;

/// <summary>One test per case of every suite found.</summary>
public class ConformanceTests
{
    public static TheoryData<string> Ids => SuiteDiscovery.Cases.Count == 0 ? ["none"] : [.. SuiteDiscovery.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case(string id)
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        Assert.SkipWhen(SuiteDiscovery.Cases.Count == 0, $"There is no suite below {SharedData.Conformance}.");
        ConformanceCase tested = SuiteDiscovery.Cases[id];
        if (LeftOut.Reason(tested) is { } reason)
        {
            SuiteTotals.Record(tested, passed: false, reason);
            Assert.Skip(reason);
        }
        SuiteTotals.Record(tested, passed: false, null);
        SuiteRunner.Run(tested);
        SuiteTotals.Record(tested, passed: true, null);
    }
}
