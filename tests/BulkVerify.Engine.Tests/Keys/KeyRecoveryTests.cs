using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.Engine.Keys.Recovery;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim.Recovery;
using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.Keys;

/// <summary>Recovers keys and compares them with the keys that signed. Those that do take 10 to 20 s of one core.</summary>
public sealed class KeyRecoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-recovery-").FullName;

    public KeyRecoveryTests() => Assert.SkipUnless(GmpLibrary.IsAvailable, GmpLibrary.HowToInstall);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Recovers_the_key_of_real_mail_and_verifies_with_it_what_is_never_a_pass()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        string archive = Path.Combine(SharedData.Corpora, "linux-hyperv-2024-12.mboxrd");
        string empty = Path.Combine(_folder, "empty.zone");
        await File.WriteAllTextAsync(empty, ";bulkverify partial\n", TestContext.Current.CancellationToken);
        VerifyOptions options = new() { Paths = [archive], Dns = empty };
        RunReader run = await VerifyAsync("without", options);

        RecoveryOutcome outcome = await RecoverAsync(run, "linux.dev", "key1");
        KeyringEntry entry = Assert.Single(outcome.Keys);
        string published = Text(ZoneSource.Load(Path.Combine(SharedData.Corpora, "dns.zone")).View, entry);
        Assert.Equal(KeyOf(published), KeyOf(entry.Record));
        Assert.Equal((KeyringEntry.Recovered, 4), (entry.Source, entry.Messages));

        string keys = Path.Combine(_folder, "keys.jsonl");
        await using (FileStream file = File.Create(keys))
            KeyringFile.Write(outcome.Keys, file);
        RunReader again = await VerifyAsync("with", options with { KeyFiles = [keys] });
        List<MessageRow> rows = [];
        await foreach (MessageRow row in again.ReadRowsAsync(TestContext.Current.CancellationToken))
            rows.Add(row);
        SignatureRow[] consistent = [.. rows.SelectMany(r => r.Dkim).Where(s => s.Reason == "ConsistentWithRecoveredKey")];
        Assert.Equal(4, consistent.Length);
        Assert.All(consistent, s => Assert.Equal(("linux.dev", "neutral", "recovered"), (s.D, s.Result, s.KeyFrom)));
        Assert.Equal(0, (await again.ReadStatisticsAsync(TestContext.Current.CancellationToken)).Streams.Values.Sum(s => s[Assessment.Pass]));
        Assert.Equal(4, (await again.ReadStatisticsAsync(TestContext.Current.CancellationToken)).Findings[new Finding(Findings.KeySources, "recovered")].Count);
    }

    [Fact]
    public async Task Recovers_the_key_of_forged_mail_of_which_some_was_altered()
    {
        string sample = Path.Combine(SharedData.RepositoryRoot, "data", "sample"), altered = Path.Combine(_folder, "altered.mbox");
        byte[] mail = await File.ReadAllBytesAsync(Path.Combine(sample, "staff.mbox"), TestContext.Current.CancellationToken);
        JsonElement[] signed = [.. File.ReadLines(Path.Combine(sample, "truth.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).Where(t => t.GetProperty("archive").GetString() == "staff.mbox"
            && t.GetProperty("dkim").EnumerateArray().Any(s => (s.GetProperty("d").GetString(), s.GetProperty("s").GetString()) == ("example.com", "mx-1024")))];
        Assert.Equal(3, signed.Length);
        int second = (int)signed[1].GetProperty("offset").GetInt64();
        mail[second + mail.AsSpan(second).IndexOf("\nSubject: "u8) + "\nSubject: ".Length] ^= 1;
        await File.WriteAllBytesAsync(altered, mail, TestContext.Current.CancellationToken);
        RunReader run = await VerifyAsync("forged", new VerifyOptions { Paths = [altered], Dns = "none" });
        RecoveryOutcome outcome = await RecoverAsync(run, "example.com", "mx-1024");
        KeyringEntry entry = Assert.Single(outcome.Keys);
        Assert.Equal(KeyOf(Text(ZoneSource.Load(Path.Combine(sample, "dns.zone")).View, entry)), KeyOf(entry.Record));
        Assert.Equal(2, entry.Messages);
        Assert.True(entry.FirstSeen < entry.LastSeen);
    }

    [Fact]
    public async Task An_archive_that_is_gone_is_named_and_the_rest_is_recovered()
    {
        string archive = Path.Combine(_folder, "sample.mbox");
        File.Copy(Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "data", "sample"), "*.mbox*").Order(StringComparer.Ordinal).First(f => !f.EndsWith(".gz", StringComparison.Ordinal)), archive);
        RunReader run = await VerifyAsync("gone", new VerifyOptions { Paths = [archive], Dns = "none" });
        File.Delete(archive);
        RecoveryOutcome outcome = await RecoverAsync(run, null, null);
        Assert.Empty(outcome.Keys);
        Assert.Contains(outcome.Warnings, w => w.StartsWith(archive, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kept_digests_do_without_the_archive()
    {
        string archive = Path.Combine(_folder, "sample.mbox");
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "data", "sample", "orders.mbox"), archive);
        RunReader run = await VerifyAsync("kept", new VerifyOptions { Paths = [archive], Dns = "none", KeepDigests = true });
        File.Delete(archive);
        using var stop = new CancellationTokenSource();
        var recovery = new KeyRecovery(run, new RecoveryOptions(), TimeProvider.System) { Searching = _ => stop.Cancel() };
        RecoveryOutcome outcome = await recovery.RecoverAsync(stop.Token);
        Assert.Empty(outcome.Warnings);
        Assert.True(outcome.Groups > 0);
    }

    [Fact]
    public async Task Stopping_returns_what_was_found_and_leaves_no_file_behind()
    {
        RunReader run = await VerifyAsync("stopped", new VerifyOptions { Paths = [Path.Combine(SharedData.RepositoryRoot, "data", "sample")], Dns = "none" });
        using var stop = new CancellationTokenSource();
        var recovery = new KeyRecovery(run, new RecoveryOptions(), TimeProvider.System) { Searching = _ => stop.Cancel() };
        RecoveryOutcome outcome = await recovery.RecoverAsync(stop.Token);
        Assert.Equal((0, 0), (outcome.Searched, outcome.Keys.Count));
        Assert.True(outcome.Groups > 5);
        Assert.Empty(Directory.EnumerateFiles(run.Folder.Root, "recover-*"));
    }

    private async Task<RunReader> VerifyAsync(string name, VerifyOptions options)
    {
        var folder = new RunFolder(Path.Combine(_folder, name));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await new BulkVerifier(options, new EngineOptions { Threads = 2 }, TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, cancellation);
        return RunReader.TryOpen(folder.Root)!;
    }

    private static Task<RecoveryOutcome> RecoverAsync(RunReader run, string? domain, string? selector) =>
        new KeyRecovery(run, new RecoveryOptions { Domain = Name(domain), Selector = Name(selector) }, TimeProvider.System).RecoverAsync(TestContext.Current.CancellationToken);

    private static DomainName? Name(string? text) => text is null ? null : DomainName.TryParse(text.AsSpan());

    private static string Text(ZoneView zone, KeyringEntry entry) =>
        System.Text.Encoding.UTF8.GetString(zone.Find(new DnsQuestion(entry.KeyName!, DnsRecordType.Txt)).Records[0].Text.Span);

    private static string KeyOf(string record) => record[(record.IndexOf("p=", StringComparison.Ordinal) + 2)..].Split(';')[0].Replace(" ", "", StringComparison.Ordinal);
}
