using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class ReasonTableTests
{
    [Fact]
    public void Causes_add_up_to_all_failures_and_each_has_a_sample_and_a_fix()
    {
        RowSamples.Row.Array[0, 80].Sample(rows =>
        {
            SummaryTable table = TableText.Of(new ReasonTable(TableText.List), rows);
            Assert.Equal(rows.Count(r => RowAssessor.Assess(r) == Assessment.Fail), table.Column("messages").Sum(m => (long)m!));
            Assert.All(table.Column("fix"), f => Assert.NotEqual("", f));
            Assert.All(table.Column("examples"), e => Assert.NotEmpty((IReadOnlyList<SummaryExample>)e!));
            if (table.Rows.Count > 0)
                Assert.Equal(1.0, (double)table.Cell(table.Rows.Count - 1, "explained")!, 9);
        });
    }

    [Fact]
    public void A_cluster_names_what_its_messages_share_and_passing_mail_does_not()
    {
        var rows = new List<MessageRow>();
        for (int i = 0; i < 50; i++)
        {
            MessageRow bad = StreamSample.Vendor("mailjet", r => StreamSample.Sign(r, "example.com", "s1", result: "fail", reason: "BodyHashMismatch"));
            (bad.Dkim[0].C, bad.Relay, bad.Offset) = (i == 0 ? "relaxed/relaxed" : "relaxed/simple", "footer.example.com", i);
            MessageRow good = StreamSample.Vendor("mailjet", r => StreamSample.Sign(r, "example.com", "s1"));
            good.Dkim[0].C = "relaxed/relaxed";
            rows.AddRange([bad, good]);
        }
        SummaryTable table = TableText.Of(new ReasonTable(TableText.List), rows);
        Assert.Equal(("body-changed", 50L), (table.Cell(0, "reason"), table.Cell(0, "messages")));
        Assert.Equal("relay footer.example.com (100 %; 0 % of what passes); canonicalization relaxed/simple (98 %; 0 % of what passes)", table.Cell(0, "shared"));
    }

    [Fact]
    public void Month_header_and_repair_set_failures_apart_and_what_nearly_all_mail_has_does_not()
    {
        var rows = new List<MessageRow>();
        for (int i = 0; i < 40; i++)
        {
            MessageRow bad = StreamSample.Vendor("mailjet", r => StreamSample.Sign(r, "example.com", "s1", result: "fail", reason: "BodyHashMismatch"));
            (bad.ReceivedAt, bad.Repair, bad.Offset) = (1_767_225_600 + i, "list-footer", i);
            bad.SenderEvidence = "passing d=mailjet.com; claims sfmc: X-Job header";
            MessageRow good = StreamSample.Vendor("mailjet", r => StreamSample.Sign(r, "example.com", "s1"));
            good.ReceivedAt = 1_775_000_000 + i;
            good.SenderEvidence = i % 4 == 0 ? "passing d=mailjet.com" : "passing d=mailjet.com; claims sfmc: X-Job header";
            rows.AddRange([bad, good]);
        }
        SummaryTable table = TableText.Of(new ReasonTable(TableText.List), rows);
        Assert.Equal("month 2026-01 (100 %; 0 % of what passes); repair list-footer (100 %; 0 % of what passes)", table.Cell(0, "shared"));
    }

    [Theory]
    [InlineData("KeyTooWeak", RootCause.WeakKey)]
    [InlineData("RsaSha1", RootCause.Sha1)]
    [InlineData("Expired", RootCause.Expired)]
    [InlineData("KeyTypeMismatch", RootCause.KeyUnusable)]
    [InlineData("MissingTag", RootCause.SignatureIllFormed)]
    [InlineData("SignatureMismatch", RootCause.HeaderChanged)]
    public void The_aligned_signature_decides(string reason, RootCause cause)
    {
        MessageRow row = StreamSample.Row("x", "Domain");
        StreamSample.Sign(row, "other.example", "s", aligned: false);
        StreamSample.Sign(row, "example.com", "s", result: "permerror", reason: "KeyNotFound");
        StreamSample.Sign(row, "example.com", "s", result: "fail", reason: reason);
        Assert.Equal(cause, RootCauses.Of(row));
    }

    [Fact]
    public void Without_an_aligned_signature_what_passes_instead_decides_then_SPF()
    {
        MessageRow row = StreamSample.Row("x", "Domain");
        Assert.Equal(RootCause.NothingPublished, RootCauses.Of(row));
        row.SpfResult = "softfail";
        Assert.Equal(RootCause.NotAuthorized, RootCauses.Of(row));
        row.SpfResult = "permerror";
        Assert.Equal(RootCause.SpfBroken, RootCauses.Of(row));
        StreamSample.Sign(row, "other.example", "s", aligned: false, result: "fail", reason: "BodyHashMismatch");
        Assert.Equal(RootCause.OtherDomainBroken, RootCauses.Of(row));
        StreamSample.Sign(row, "other.example", "s", aligned: false);
        Assert.Equal(RootCause.OtherDomain, RootCauses.Of(row));
        row.AuthorDomain = "";
        Assert.Equal(RootCause.NoAuthorDomain, RootCauses.Of(row));
    }

    [Fact]
    public void Every_cause_has_words_a_fix_and_a_name_that_is_read_back()
    {
        foreach (RootCause cause in Enum.GetValues<RootCause>())
        {
            Assert.Equal(cause, RootCauses.TryParse(RootCauses.NameOf(cause)));
            Assert.NotEqual("", RootCauses.WordsOf(cause));
            Assert.NotEqual("", RootCauses.FixOf(cause));
        }
        Assert.Equal(Enum.GetValues<RootCause>().Length, RootCauses.Names.Count);
    }
}
