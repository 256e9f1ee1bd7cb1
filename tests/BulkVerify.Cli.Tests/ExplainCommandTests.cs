using System.Text.Json;
using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

/// <summary>What explain says of an ARC chain and of the walks that decide on alignment.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-explain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [Rfc("8617", "4.4", "5.2")]
    [InlineData("arc/none", "ARC         none")]
    [InlineData("arc/three", "ARC         pass      verified", "i=3 cv=pass d=relay.example s=k   message signature pass, seal pass", "unchanged since the first set")]
    [InlineData("arc/three-subject-changed-between-hops", "ARC         pass      verified", "i=2 cv=pass d=relay.example s=k   message signature fail (body hash mismatch), seal pass",
        "changed before set 3 signed it, unchanged since")]
    [InlineData("arc/seal-flipped", "ARC         fail      chain broken: seal mismatch", "instance 1", "seal fail (signature mismatch)")]
    [InlineData("arc/cv-fail-newest", "ARC         fail      chain broken: sealed as failed", "instance 2")]
    [InlineData("arc/gap", "ARC         fail      chain broken: incomplete set")]
    [InlineData("arc/fifty-one", "ARC         fail      chain broken: too many sets")]
    public async Task Each_set_of_a_chain_is_told_and_what_broke_it(string vector, params string[] expected)
    {
        string output = await ExplainAsync(vector);
        Assert.All(expected, e => Assert.Contains(e, output, StringComparison.Ordinal));
        Assert.DoesNotContain("unverifiable", output, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("8617", "5.2.1")]
    public async Task A_chain_whose_key_is_gone_is_unverifiable_and_never_called_broken()
    {
        string output = await ExplainAsync("arc/key-gone");
        Assert.Contains("ARC         fail      chain unverifiable: key gone", output, StringComparison.Ordinal);
        Assert.Contains("seal permerror (key not found)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("chain broken", output, StringComparison.Ordinal);
        JsonElement arc = JsonDocument.Parse(await ExplainAsync("arc/key-gone", "--json")).RootElement.GetProperty("arc");
        Assert.Equal("unverifiable", arc.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Where_facts_come_from_and_what_is_missing_is_told_in_words()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.eml"), "Return-Path: <a@example.com>\nReceived: from mail.example.com (mail.example.com [192.0.2.1]) by mx.receiver.example; Thu, 1 Jan 2026 00:00:00 +0000\nSubject: x\n\ntext\n", TestContext.Current.CancellationToken);
        string output = (await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "none")).Output;
        Assert.Matches("(?m)^From +- +no From field$", output);
        Assert.Contains("from Return-Path", output, StringComparison.Ordinal);
        Assert.DoesNotContain("NoFromField", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ReturnPath", output, StringComparison.Ordinal);
        Assert.DoesNotContain("NotAsked", output, StringComparison.Ordinal);
    }

    [Theory]
    [Rfc("6376", "3.6.1", "6.1.2")]
    [InlineData("k=rsa; t=; p=AAAA", "t= is no list of flags such as y:s; leave the tag out instead", "BadFlags")]
    [InlineData("p=AAAA; v=DKIM1", "v= is not its first tag", "VersionNotFirst")]
    [InlineData("v=DKIM1; p=AAAA", "p= holds no key of its type in base64", "BadKey")]
    public async Task A_key_record_that_is_none_is_shown_with_what_is_wrong_in_it(string record, string words, string fault)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.eml"), "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\nFrom: a@example.com\n\ntext\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.zone"), $"sel._domainkey.example.com. IN TXT \"{record}\"\n", TestContext.Current.CancellationToken);
        string output = (await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "key.zone")).Output;
        Assert.Contains($"key record: sel._domainkey.example.com TXT \"{record}\"", output, StringComparison.Ordinal);
        Assert.Contains($"no key record: {words}", output, StringComparison.Ordinal);
        JsonElement signature = JsonDocument.Parse((await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "key.zone", "--json")).Output).RootElement.GetProperty("dkim")[0];
        Assert.Equal(fault, signature.GetProperty("key_records")[0].GetProperty("fault").GetString());
    }

    [Theory]
    [Rfc("7208", "4.6.4", "5.2")]
    [InlineData("v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com -all", "permerror", "too many void look-ups: more than 2 terms found nothing", "RFC 7208 4.6.4")]
    [InlineData("v=spf1 include:none.example.com -all", "permerror", "an include names a domain without an SPF record", "RFC 7208 5.2")]
    [InlineData("v=spf1 ip4:192.0.2.300 -all", "permerror", "ill-formed: example.com, octet 7: ip4:192.0.2.300", "RFC 7208 4.6")]
    [InlineData("v=spf1 ip4:198.51.100.1", "neutral", "no term matched, and there is no redirect", "RFC 7208 4.7")]
    [InlineData("v=spf1 -all", "fail", "matched all", "RFC 7208 5.1")]
    [InlineData("other", "none", "no record", "RFC 7208 4.5")]
    public async Task Spf_that_does_not_pass_says_why_in_words_and_by_which_section(string record, string result, string words, string section)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.eml"), "From: a@example.com\n\ntext\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "spf.zone"), $"example.com. IN TXT \"{record}\"\n", TestContext.Current.CancellationToken);
        string[] arguments = ["explain", "m.eml", "--dns", "spf.zone", "--client-ip", "192.0.2.1", "--helo", "mail.example.com", "--mail-from", "a@example.com"];
        CommandRun run = await CommandRun.StartAsync(_folder, arguments);
        string[] lines = run.Output.Split('\n');
        int spf = Array.FindIndex(lines, l => l.StartsWith("SPF  ", StringComparison.Ordinal));
        Assert.Contains(result, lines[spf], StringComparison.Ordinal);
        Assert.Contains(words, lines[spf + 1], StringComparison.Ordinal);
        Assert.EndsWith(section, lines[spf + 1].TrimEnd(), StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse((await CommandRun.StartAsync(_folder, [.. arguments, "--json"])).Output).RootElement.GetProperty("spf");
        Assert.Equal(section, json.GetProperty("section").GetString());
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    [Rfc("7489", "3.2")]
    public async Task The_walk_that_decides_on_an_identifier_is_shown_under_each_rule_set()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.eml"), """
            Return-Path: <a@mail.sub.example.com>
            Received: from mail.example.com (mail.example.com [192.0.2.1]) by mx.receiver.example; Thu, 1 Jan 2026 00:00:00 +0000
            From: a@www.example.com
            Date: Thu, 1 Jan 2026 00:00:00 +0000

            body
            """.ReplaceLineEndings("\r\n"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "dns.zone"), """
            _dmarc.example.com. IN TXT "v=DMARC1; p=reject"
            _dmarc.sub.example.com. IN TXT "v=DMARC1; p=none; psd=n"
            mail.sub.example.com. IN TXT "v=spf1 ip4:192.0.2.1 -all"
            """, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "dns.zone", "--rules", "both");
        string[] lines = [.. run.Output.Split('\n').Select(l => l.Trim())];
        int decided = Array.IndexOf(lines, "SPF mail.sub.example.com not aligned: its organizational domain is sub.example.com");
        Assert.True(decided > 0, run.Output);
        Assert.Equal(["_dmarc.mail.sub.example.com TXT: no such name", "_dmarc.sub.example.com TXT: \"v=DMARC1; p=none; psd=n\""], lines[(decided + 1)..(decided + 3)]);
        Assert.Contains("SPF mail.sub.example.com aligned: its organizational domain is example.com, too", lines);
        CommandRun json = await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "dns.zone", "--json");
        JsonElement identifier = Assert.Single(JsonDocument.Parse(json.Output).RootElement.GetProperty("dmarc").GetProperty("identifiers").EnumerateArray());
        Assert.Equal("not-aligned", identifier.GetProperty("alignment").GetString());
        Assert.Equal(2, identifier.GetProperty("walk").GetArrayLength());
    }

    /// <summary>As a run counts it: what was not read whole is not judged by a part of it.</summary>
    [Fact]
    public async Task A_message_that_a_run_refuses_for_its_fields_is_not_explained()
    {
        string fields = string.Concat(Enumerable.Range(0, 2500).Select(i => $"X-{i}: y\r\n"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.eml"), $"From: a@example.com\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n{fields}\r\nbody\r\n", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync(_folder, "explain", "m.eml", "--dns", "none");
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("m.eml@0: has more header fields than are read; counted as refused.", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The output for the message and zone of a vector of the conformance tests.</summary>
    private async Task<string> ExplainAsync(string vector, params string[] options)
    {
        string cases = Path.Combine(SharedData.RepositoryRoot, "tests", "BulkVerify.Conformance.Tests", "Vectors", vector[..vector.IndexOf('/', StringComparison.Ordinal)], "cases.jsonl");
        JsonElement tested = File.ReadLines(cases).Select(l => JsonDocument.Parse(l).RootElement).First(c => c.GetProperty("id").GetString() == vector);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "m.eml"), tested.GetProperty("message_b64").GetBytesFromBase64(), TestContext.Current.CancellationToken);
        IEnumerable<string> records = tested.GetProperty("dns").EnumerateObject().SelectMany(owner => owner.Value.EnumerateArray().Select(value => ZoneLine(owner.Name, value.GetString()!)));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "dns.zone"), records, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync(_folder, ["explain", "m.eml", "--dns", "dns.zone", .. options]);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    private static string ZoneLine(string owner, string text) =>
        $"{owner.Replace(" TXT", ". IN TXT", StringComparison.Ordinal)} {string.Join(' ', text.Chunk(200).Select(part => $"\"{new string(part)}\""))}";
}
