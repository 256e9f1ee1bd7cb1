using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class ArchiveFidelityTests
{
    [Theory]
    [InlineData(95, 5, 3, "", FidelityVerdict.ByteExact)]
    [InlineData(60, 60, 3, "", FidelityVerdict.Mixed)]
    [InlineData(60, 60, 3, "list-footer", FidelityVerdict.Repairable)]
    [InlineData(0, 20, 3, "unquoted-from", FidelityVerdict.Repairable)]
    [InlineData(0, 20, 3, "", FidelityVerdict.NotAssessable)]
    [InlineData(0, 20, 1, "", FidelityVerdict.Mixed)]
    [InlineData(0, 7, 3, "", FidelityVerdict.Mixed)]
    [InlineData(0, 0, 0, "", FidelityVerdict.Unsigned)]
    public void The_verdict_follows_from_body_hashes_and_repairs(int exact, int altered, int signers, string repair, FidelityVerdict expected)
    {
        var tally = new ArchiveTally();
        for (int i = 0; i < exact; i++)
            tally.Add(Row("match", $"d{i}.example", ""));
        for (int i = 0; i < altered; i++)
            tally.Add(Row("mismatch", $"d{i % signers}.example", i == 0 ? repair : ""));
        tally.Add(new MessageRow());
        Assert.Equal(expected, ArchiveFidelity.VerdictOf(tally));
        Assert.Equal(exact + altered + 1, tally.Messages);
    }

    [Theory]
    [InlineData("mail/inbox.mbox", "mail/inbox.mbox")]
    [InlineData("mail/inbox.mbox.gz", "mail/inbox.mbox.gz")]
    [InlineData("all.tar.gz!mail/1.eml", "all.tar.gz")]
    [InlineData("mail/1.eml", "mail/")]
    [InlineData("box/cur/123.host:2,S", "box/")]
    [InlineData("box/new/123.host", "box/")]
    [InlineData("1.eml", "1.eml")]
    [InlineData("-", "-")]
    public void Files_of_one_message_count_in_their_folder(string archive, string group) => Assert.Equal(group, ArchiveGroups.Of(archive));

    [Fact]
    public void The_summary_lists_archives_and_counts_their_verdicts()
    {
        var statistics = new RunStatistics();
        for (int i = 0; i < 12; i++)
        {
            MessageRow row = Row("mismatch", $"d{i % 3}.example", "");
            row.Archive = "rebuilt.mbox";
            row.Exporter = "OutlookPst";
            statistics.Add(row);
        }
        MessageRow exact = Row("match", "d.example", "");
        exact.Archive = "good.mbox";
        statistics.Add(exact);
        Summary summary = Summary.From(statistics, []);
        Assert.Equal(["rebuilt.mbox", "good.mbox"], summary.Archives.Select(a => a.Archive));
        Assert.Equal((FidelityVerdict.NotAssessable, "OutlookPst"), (summary.Archives[0].Verdict, summary.Archives[0].Exporter));
        Assert.Equal((1, 1), (summary.ArchiveVerdicts[FidelityVerdict.ByteExact], summary.ArchiveVerdicts[FidelityVerdict.NotAssessable]));
    }

    private static MessageRow Row(string bodyHash, string signer, string repair) =>
        new() { Archive = "a.mbox", Repair = repair, Dkim = [new SignatureRow { D = signer, BodyHash = bodyHash, Result = "fail", Reason = "BodyHashMismatch" }] };
}
