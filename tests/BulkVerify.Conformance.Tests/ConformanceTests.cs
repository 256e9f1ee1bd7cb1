using BulkVerify.Conformance.Kinds;
using BulkVerify.Conformance.Suites;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance;

/// <summary>One test per case of every suite found.</summary>
public class ConformanceTests
{
    private static readonly Dictionary<string, ICaseKind> Kinds = new(StringComparer.Ordinal)
    {
        ["spf"] = new SpfCases(),
        ["spf-yaml"] = new SpfYamlCases(),
        ["dkim"] = new DkimCases(),
        ["arc"] = new ArcCases(),
        ["arc-yaml"] = new ArcYamlCases(),
        ["dmarc"] = new DmarcCases(),
        ["alignment"] = new AlignmentCases(),
        ["dmarc-record"] = new DmarcRecordCases(),
        ["from-domain"] = new FromDomainCases(),
        ["psl"] = new PublicSuffixCases(),
        ["canon"] = new CanonCases(),
        ["mbox"] = new MboxCases(),
        [SuiteDiscovery.Unreadable] = new UnreadableCases(),
    };

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
        Assert.True(Kinds.TryGetValue(tested.Kind, out ICaseKind? kind), $"no runner for kind '{tested.Kind}'");
        kind.Run(tested);
        SuiteTotals.Record(tested, passed: true, null);
    }
}
