using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Core.Tests.Statistics;

public sealed class ThenTallyTests
{
    [Fact]
    public void Today_is_counted_over_the_same_messages_as_then()
    {
        var tally = new ThenTally();
        Add(tally, then: "pass", now: "pass", Assessment.Pass);
        Add(tally, then: "pass", now: "fail", Assessment.Fail);
        Add(tally, then: "fail", now: "pass", Assessment.Pass);
        // Nobody said anything of these on arrival.
        for (int i = 0; i < 100; i++)
            Add(tally, then: "", now: "fail", Assessment.Fail);
        ThenShares shares = ThenShares.From(tally);
        Assert.Equal((3, 2.0 / 3, 3, 2.0 / 3), (shares.DmarcSaid, shares.DmarcPassShare, shares.DmarcJudgedNow, shares.DmarcNowShare));
        Assert.Equal((3, 2.0 / 3, 3, 2.0 / 3), (shares.SpfSaid, shares.SpfAlignedShare, shares.SpfJudgedNow, shares.SpfNowShare));
        Assert.Equal((3, 2.0 / 3, 3, 2.0 / 3), (shares.DkimSaid, shares.DkimAlignedShare, shares.DkimJudgedNow, shares.DkimNowShare));
    }

    [Fact]
    public void What_cannot_be_judged_today_is_no_failure()
    {
        var tally = new ThenTally();
        var row = new MessageRow { ThenDmarc = "pass", ThenSpf = "pass", ThenSpfAligned = true, SpfResult = "none", SpfReason = "NotAsked", DmarcResult = "none", DmarcReason = "NotAsked" };
        row.Dkim.Add(new SignatureRow { Aligned = true, Then = "pass", Result = "none", Reason = "KeyNotAsked" });
        tally.Add(row, Assessment.Unverifiable);
        ThenShares shares = ThenShares.From(tally);
        Assert.Equal((1, 1.0, 0, null), (shares.DmarcSaid, shares.DmarcPassShare, shares.DmarcJudgedNow, shares.DmarcNowShare));
        Assert.Equal((1, 1.0, 0, null), (shares.SpfSaid, shares.SpfAlignedShare, shares.SpfJudgedNow, shares.SpfNowShare));
        Assert.Equal((1, 1.0, 0, null), (shares.DkimSaid, shares.DkimAlignedShare, shares.DkimJudgedNow, shares.DkimNowShare));
    }

    private static void Add(ThenTally tally, string then, string now, Assessment assessment)
    {
        var row = new MessageRow { ThenDmarc = then, DmarcResult = now, ThenSpf = then, ThenSpfAligned = then == "pass", SpfResult = now, SpfAligned = now == "pass" };
        row.Dkim.Add(new SignatureRow { Aligned = true, Then = then, Result = now });
        tally.Add(row, assessment);
    }
}
