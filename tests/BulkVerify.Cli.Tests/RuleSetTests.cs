using System.Text.Json;
using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

/// <summary>Both DMARC rule sets in one run: the summary lists what differs and the records and walks that cause it.</summary>
public sealed class RuleSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Rfc("9989", "4.10", "A")]
    public async Task Both_rule_sets_list_only_what_differs_with_the_records_and_walks_that_cause_it()
    {
        Write("differs.eml", "user.github.io");
        Write("same.eml", "example.com");
        await File.WriteAllTextAsync(Path.Combine(_folder, "dns.zone"), """
            _dmarc.github.io. IN TXT "v=DMARC1; p=reject"
            user.github.io. IN TXT "v=spf1 -all"
            _dmarc.example.com. IN TXT "v=DMARC1; p=none"
            """, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync(_folder, "verify", ".", "--dns", "dns.zone", "--rules", "both", "--quiet");
        Assert.Equal(0, run.ExitCode);
        string[] lines = [.. run.Output.Split('\n').SkipWhile(l => !l.StartsWith("RFC 9989 and RFC 7489 differ", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.Length > 0).Select(l => l.Trim())];
        Assert.Equal(
            [
                "1  user.github.io as user.github.io: fail (reject) -> none",
                "RFC 9989  organizational domain github.io",
                "_dmarc.user.github.io TXT: no such name",
                "_dmarc.github.io TXT: \"v=DMARC1; p=reject\"",
                "_dmarc.io TXT: no such name",
                "RFC 7489  organizational domain user.github.io",
                "_dmarc.user.github.io TXT: no such name",
            ],
            lines.Select(l => l.Replace("no DMARC record", "no such name", StringComparison.Ordinal)));
        CommandRun json = await CommandRun.StartAsync(_folder, "summary", "bulkverify-run", "--json");
        JsonElement difference = Assert.Single(JsonDocument.Parse(json.Output).RootElement.GetProperty("rule_differences").EnumerateArray());
        Assert.Contains("_dmarc.github.io", difference.GetProperty("walk").GetString(), StringComparison.Ordinal);
        CommandRun rows = await CommandRun.StartAsync(_folder, "export", "bulkverify-run");
        Assert.Single(rows.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), r => r.Contains("organizational domain github.io", StringComparison.Ordinal));
    }

    [Fact]
    [Rfc("9989", "7.4", "8")]
    public async Task A_pass_by_SPF_alone_under_reject_is_told_to_its_sender()
    {
        Write("alone.eml", "example.com");
        await File.WriteAllTextAsync(Path.Combine(_folder, "dns.zone"), """
            _dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"
            example.com. IN TXT "v=spf1 ip4:192.0.2.1 -all"
            """, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync(_folder, "verify", "alone.eml", "--dns", "dns.zone", "--quiet");
        Assert.Contains("example.com: passes by SPF alone under p=reject (RFC 9989 7.4)", run.Output, StringComparison.Ordinal);
        CommandRun explained = await CommandRun.StartAsync(_folder, "explain", "alone.eml", "--dns", "dns.zone");
        Assert.Contains("broken: p=reject, and this pass relies on SPF alone", explained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("aggregate reports", explained.Output, StringComparison.Ordinal);
    }

    private void Write(string name, string author) => File.WriteAllText(Path.Combine(_folder, name), $"""
        Return-Path: <a@{author}>
        Received: from mail.{author} (mail.{author} [192.0.2.1]) by mx.receiver.example; Thu, 1 Jan 2026 00:00:00 +0000
        From: a@{author}
        To: b@receiver.example
        Subject: x
        Date: Thu, 1 Jan 2026 00:00:00 +0000
        Message-ID: <{name}@{author}>

        body
        """.ReplaceLineEndings("\r\n"));
}
