using System.Text.Json;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests;

/// <summary>What the list server wrote on arrival of real mail is in the rows when it is trusted, and every difference has its reason.</summary>
public sealed class ThenAndNowTests(ITestOutputHelper output) : IDisposable
{
    private const string Server = "smtp.subspace.kernel.org";

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-then-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_hold_the_words_of_a_receiver_that_is_trusted()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        Dictionary<long, JsonElement[]> recorded = File.ReadLines(Path.Combine(SharedData.Corpora, "linux-hyperv-2024-12.expected.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("offset").GetInt64(), e => e.GetProperty("recorded").EnumerateArray()
                .Where(r => r.GetProperty("hdr").GetString() == "AR" && r.GetProperty("by").GetString() == Server).ToArray());
        List<MessageRow> rows = await RowsAsync("linux-hyperv-2024-12.mboxrd", "dns.zone");
        int said = 0;
        foreach (MessageRow row in rows.Where(r => r.ThenBy == Server))
        {
            string? Word(string method) => recorded[row.Offset].Select(r => r.TryGetProperty(method, out JsonElement word) ? word.GetString() : null).FirstOrDefault(w => w is not null);
            Assert.Equal((Word("spf") ?? "", Word("dmarc") ?? ""), (row.ThenSpf, row.ThenDmarc));
            bool anyPass = recorded[row.Offset].Any(r => r.TryGetProperty("dkim", out JsonElement word) && word.GetString() == "pass");
            Assert.Equal(anyPass, row.ThenDkim == "pass");
            said++;
        }
        output.WriteLine($"{said} of {rows.Count} messages with words of {Server}");
        Assert.Equal(recorded.Count(r => r.Value.Length > 0), said);
        Assert.Equal(recorded.Values.Count(r => r.Any(e => e.TryGetProperty("dmarc", out JsonElement word) && word.GetString() == "pass")), rows.Count(r => r.ThenDmarc == "pass"));
    }

    [Theory]
    [InlineData("linux-hyperv-2024-12.mboxrd")]
    [InlineData("usrp-users-2022-06.mboxrd")]
    [InlineData("linux-bluetooth-vendors.mboxrd")]
    public async Task Every_pass_of_then_that_is_none_today_has_a_reason(string archive)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        List<MessageRow> rows = await RowsAsync(archive, "dns.zone");
        foreach (MessageRow row in rows)
        {
            bool passes = row.Dkim.Exists(s => s.Result == "pass");
            Assert.Equal(row.ThenDkim == "pass" && !passes, row.ThenDkim == "pass" && row.ThenDkimReason.Length > 0);
            Assert.Equal(row.ThenDmarc == "pass" && row.DmarcResult != "pass", row.ThenDmarc == "pass" && row.ThenDmarcReason.Length > 0);
        }
        output.WriteLine(string.Join('\n', rows.GroupBy(r => $"{r.ThenDkim} -> {r.ThenDkimReason}").OrderByDescending(g => g.Count()).Select(g => $"{g.Count(),5} {g.Key}")));
    }

    [Fact]
    public async Task A_line_that_a_relay_cut_after_the_receiver_had_judged_is_a_body_altered_since()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        List<MessageRow> rows = await RowsAsync("linux-bluetooth-vendors.mboxrd", "dns.zone");
        MessageRow[] cut = [.. rows.Where(r => r.Dkim.Exists(s => s.Reason == "BodyHashMismatch") && r.ThenDkim == "pass" && !r.Dkim.Exists(s => s.Result == "pass"))];
        Assert.NotEmpty(cut);
        Assert.All(cut, r => Assert.Equal("BodyAltered", r.ThenDkimReason));
    }

    private async Task<List<MessageRow>> RowsAsync(string archive, string zone)
    {
        var rows = new List<MessageRow>();
        var options = new VerifyOptions { Paths = [Path.Combine(SharedData.Corpora!, archive)], Dns = Path.Combine(SharedData.Corpora!, zone), TrustedAuthservIds = [Server, "mm2.emwd.com"] };
        using RunDns dns = RunDns.Open(DnsSource.TryParse(options.Dns, out _)!, null, TimeProvider.System);
        await ReferenceRunner.RunAsync(options, new EngineOptions(), dns, TimeProvider.System, rows.Add, TestContext.Current.CancellationToken);
        return rows;
    }
}
