using System.Globalization;
using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Forge.Tests;

/// <summary>Who sent real mail, with the evidence: the golden file was read by eye. Its DNS holds keys only, so that what is not recorded shows as such.</summary>
public class CorporaSendersTests
{
    private static readonly string[] Corpora = ["linux-bluetooth-vendors.mboxrd", "linux-hyperv-2024-12.mboxrd", "usrp-users-2022-06.mboxrd", "cip-testing-results-mix.mboxrd", "spamassassin"];

    [Fact]
    public async Task Senders_of_real_mail_are_those_of_the_golden_file()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string corpus in Corpora)
        {
            await ForEachAsync(corpus, row =>
            {
                string line = string.Join('\t', Path.GetFileNameWithoutExtension(corpus), row.Sender, row.SenderKind, row.SenderStrength, row.Platform, row.SenderEvidence);
                found[line] = found.GetValueOrDefault(line) + 1;
            });
        }
        string golden = Path.Combine(SharedData.RepositoryRoot, "tests/BulkVerify.Forge.Tests/Golden/corpora-senders.tsv");
        string[] lines = await File.ReadAllLinesAsync(golden, TestContext.Current.CancellationToken);
        IEnumerable<string> wanted = lines.Skip(1).Order(StringComparer.Ordinal);
        Assert.Equal(wanted, found.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}\t{f.Value}")).Order(StringComparer.Ordinal));
    }

    private static async Task ForEachAsync(string corpus, Action<MessageRow> take)
    {
        string zone = Path.Combine(SharedData.Corpora!, "dns.zone");
        using RunDns dns = RunDns.Open(new DnsSource(DnsSourceKind.Files, zone, []), bookFile: null, TimeProvider.System);
        var options = new VerifyOptions { Paths = [Path.Combine(SharedData.Corpora!, corpus)], Dns = zone };
        await ReferenceRunner.RunAsync(options, new EngineOptions(), dns, TimeProvider.System, take, TestContext.Current.CancellationToken);
    }
}
