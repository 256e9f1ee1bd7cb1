using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Forge.Output;
using BulkVerify.Statistics;

namespace BulkVerify.Forge.Tests;

/// <summary>The verifier's verdicts are those that were forged. BULKVERIFY_FORGE_MESSAGES sets the number of messages of the long one.</summary>
[Collection(ForgeCollection.Name)]
public class VerifierTests(ForgeFixture forge)
{
    private const int DefaultMessages = 1_000;

    [Theory]
    [InlineData(DmarcRuleChoice.Rfc9989)]
    [InlineData(DmarcRuleChoice.Rfc7489)]
    public async Task Finds_the_truth_of_the_sample(DmarcRuleChoice rules)
    {
        ForgeOptions options = forge.Sample("verify-sample-" + rules);
        ForgeFixture.Run(options);
        await AssertTruth(options.OutputFolder, rules);
    }

    [Fact]
    public async Task Finds_the_truth_in_every_format()
    {
        ForgeOptions options = forge.Short("verify-formats", 1_200) with
        {
            Seed = 7,
            FromLineShare = 0.4,
            Archives =
            [
                new("o.mbox", ArchiveFormat.MboxO), new("o-crlf.mbox", ArchiveFormat.MboxO) { Crlf = true },
                new("rd.mbox", ArchiveFormat.MboxRd), new("rd-crlf.mbox.gz", ArchiveFormat.MboxRd) { Crlf = true },
                new("cl2.mbox", ArchiveFormat.MboxCl2), new("cl2-crlf.mbox", ArchiveFormat.MboxCl2) { Crlf = true },
                new("eml", ArchiveFormat.Eml), new("eml-crlf", ArchiveFormat.Eml) { Crlf = true }, new("maildir", ArchiveFormat.Maildir),
            ],
        };
        ForgeFixture.Run(options);
        await AssertTruth(options.OutputFolder, DmarcRuleChoice.Rfc9989);
    }

    [Fact]
    public async Task Finds_the_truth_of_mail_as_it_is()
    {
        int messages = int.TryParse(Environment.GetEnvironmentVariable("BULKVERIFY_FORGE_MESSAGES"), out int wanted) ? wanted : DefaultMessages;
        ForgeOptions options = new() { OutputFolder = forge.Folder("verify-full"), KeysFile = forge.KeysFile, Messages = messages, Seed = 3 };
        ForgeFixture.Run(options);
        await AssertTruth(options.OutputFolder, DmarcRuleChoice.Rfc9989);
    }

    private static async Task AssertTruth(string folder, DmarcRuleChoice rules)
    {
        string zone = Path.Combine(folder, Forger.ZoneFileName);
        var rows = new Dictionary<(string Archive, long Offset), MessageRow>();
        using RunDns dns = RunDns.Open(new DnsSource(DnsSourceKind.Files, zone, []), bookFile: null, TimeProvider.System);
        var options = new VerifyOptions { Paths = [folder], Dns = zone, Rules = rules };
        await ReferenceRunner.RunAsync(
            options, new EngineOptions(), dns, TimeProvider.System,
            row => rows.Add((Path.GetRelativePath(folder, row.Archive).Replace('\\', '/'), row.Offset), row), TestContext.Current.CancellationToken);
        var differences = new List<string>();
        foreach (TruthRow truth in TruthRow.Read(folder))
        {
            if (!rows.Remove((truth.Archive, truth.Offset), out MessageRow? row))
                differences.Add($"{truth.Archive}@{truth.Offset} was not found");
            else
                Compare(truth, row, rules, differences);
        }
        Assert.Empty(rows.Keys);
        Assert.Empty(differences);
    }

    private static void Compare(TruthRow truth, MessageRow row, DmarcRuleChoice rules, List<string> differences)
    {
        TruthRow.DmarcPart dmarc = rules == DmarcRuleChoice.Rfc7489 && truth.Dmarc7489 is { } old ? old : truth.Dmarc;
        Check("length", truth.Length, row.Length);
        Check("message_id", truth.MessageId, row.MessageId);
        Check("class", truth.Class == "never" ? "never-received" : "received", row.Class);
        Check("author_domain", truth.AuthorDomain, row.AuthorDomain);
        Check("mail_from", truth.MailFrom, row.MailFrom);
        Check("helo", truth.Helo, row.Helo);
        Check("client_ip", truth.ClientIp, row.ClientIp);
        Check("spf", (truth.Spf.Result, truth.Spf.Domain, truth.Spf.Reason), (row.SpfResult, row.SpfDomain, row.SpfReason));
        if (rules == DmarcRuleChoice.Rfc9989)
            Check("spf.aligned", truth.Spf.Aligned, row.SpfAligned);
        Check("dkim", string.Join(" | ", truth.Dkim), string.Join(" | ", row.Dkim.Select(static part => new TruthRow.DkimPart(part.D, part.S, part.A, part.Bits, part.Result, part.Reason))));
        Check("arc", truth.Arc.Result, row.ArcResult);
        if (truth.Arc.Result != "none")
            Check("arc.reason", truth.Arc.Reason, row.ArcReason);
        Check("dmarc", (dmarc.Result, dmarc.Reason), (row.DmarcResult, row.DmarcReason));
        // Whether an author domain exists is only asked for mail that fails: before that, np= is not known to apply (RFC 9989 §4.10.1).
        if (truth.PolicyShape != "nonexistent-policy" || dmarc.Result == "fail")
            Check("dmarc.policy", (dmarc.Policy, dmarc.EffectivePolicy), (row.DmarcPolicy, row.DmarcEffectivePolicy));

        void Check<T>(string field, T wanted, T got)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, got))
                differences.Add($"{truth.Archive}@{truth.Offset} {truth.Defect}: {field} should be {wanted}, is {got}");
        }
    }
}
