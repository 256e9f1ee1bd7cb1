using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

/// <summary>Live DNS, recordings and overlays, with the real executable against a server on the loopback.</summary>
public sealed class DnsTests : IDisposable
{
    /// <summary>The sample's zone; what times out there fails at once, so that nobody waits.</summary>
    private static readonly ZoneView Zone = ZoneView.Parse(File.ReadAllText(Path.Combine(CommandRun.Sample, "dns.zone")).Replace(";bulkverify timeout ", ";bulkverify servfail ", StringComparison.Ordinal));

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-dns-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_recorded_gives_the_same_bytes_again_with_1_worker_or_16()
    {
        await using FakeDnsServer server = FakeDnsServer.Start(Zone);
        CommandRun live = await VerifyAsync("live", "--dns", server.Endpoint.ToString(), "--dns-qps", "0", "--record", "recorded.zone");
        Assert.Equal(0, live.ExitCode);
        CommandRun one = await VerifyAsync("one", "--dns", "recorded.zone", "--threads", "1", "--record", "again.zone");
        CommandRun many = await VerifyAsync("many", "--dns", "recorded.zone", "--threads", "16", "--split-size", "100K");
        Assert.Equal((0, 0), (one.ExitCode, many.ExitCode));
        foreach (string file in new[] { "summary.json", "summary.csv", "faults.jsonl" })
        {
            Assert.Equal(await ReadAsync("live", file), await ReadAsync("one", file));
            Assert.Equal(await ReadAsync("live", file), await ReadAsync("many", file));
        }
        string rows = (await RunAsync("export", "one")).Output;
        Assert.Equal(rows, (await RunAsync("export", "many")).Output);
        // The rows say where a key came from, and nothing else differs.
        Assert.Equal(rows, (await RunAsync("export", "live")).Output.Replace("\"key_from\":\"dns\"", "\"key_from\":\"snapshot\"", StringComparison.Ordinal));
        // What was asked ahead and not used is not asked again; the rest keeps the time at which it was asked.
        Assert.Empty((await ReadLinesAsync("again.zone")).Except(await ReadLinesAsync("recorded.zone")));
    }

    [Fact]
    public async Task A_question_that_the_recording_does_not_hold_is_not_recorded()
    {
        await using FakeDnsServer server = FakeDnsServer.Start(Zone);
        await RunAsync("verify", Path.Combine(CommandRun.Sample, "staff.mbox"), "--quiet", "--out", "part", "--dns", server.Endpoint.ToString(), "--dns-qps", "0", "--record", "part.zone");
        CommandRun all = await VerifyAsync("all", "--dns", "part.zone");
        Assert.Equal(0, all.ExitCode);
        CommandRun rows = await RunAsync("query", "all", "SELECT count(*) AS n, 'of ' || archive LIKE '%staff.mbox' AS asked FROM rows WHERE spf_reason = 'NotRecorded' GROUP BY asked", "--format", "csv");
        string group = Assert.Single(rows.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1));
        Assert.EndsWith(",false", group, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com. IN TXT \"v=spf1 -all\"\n_dmarc.example.com. IN TXT \"not closed\n", "change.zone:2: a quoted string is not closed")]
    [InlineData("; nothing\n", "change.zone: holds no record")]
    public async Task An_overlay_with_a_fault_is_told_before_anything_is_judged(string zone, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "change.zone"), zone, TestContext.Current.CancellationToken);
        CommandRun run = await VerifyAsync("faulty", "--overlay", "change.zone");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "faulty")));
    }

    [Fact]
    public async Task An_overlay_takes_the_place_of_records_in_verify_and_explain_of_the_run()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "change.zone"), "example.com. IN TXT \"v=spf1 -all\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=quarantine\"\n", Stop);
        await VerifyAsync("before");
        CommandRun after = await VerifyAsync("after", "--overlay", "change.zone");
        Assert.Equal(0, after.ExitCode);
        string policies = (await RunAsync("query", "after", "SELECT DISTINCT dmarc_policy FROM rows WHERE dmarc_policy_domain = 'example.com'", "--format", "csv")).Output;
        Assert.Equal(["dmarc_policy", "quarantine"], policies.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.NotEqual(await ReadAsync("before", "summary.json"), await ReadAsync("after", "summary.json"));

        // The run keeps the overlay that it was judged under, and the answers below it.
        File.Delete(Path.Combine(_folder, "change.zone"));
        string place = (await RunAsync("query", "after", "SELECT archive || '@' || \"offset\" AS place FROM rows WHERE dmarc_policy_domain = 'example.com' AND author_domain = 'example.com' LIMIT 1", "--format", "csv")).Output.Split('\n')[1].Trim('\r', '"');
        CommandRun explained = await RunAsync("explain", "after", place, "--json");
        Assert.Equal("quarantine", JsonDocument.Parse(explained.Output).RootElement.GetProperty("dmarc").GetProperty("policy").GetString());
        Assert.DoesNotContain("p=quarantine\"", string.Join('\n', (await ReadAsync("after", "dns.zone")).Split('\n').Where(l => l.StartsWith("_dmarc.example.com.", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_not_overwritten()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine.txt"), "precious\n", Stop);
        CommandRun run = await VerifyAsync("run", "--record", "mine.txt");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--record mine.txt", run.Error, StringComparison.Ordinal);
        Assert.Equal("precious\n", await File.ReadAllTextAsync(Path.Combine(_folder, "mine.txt"), Stop));
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_the_run_and_every_message_is_counted()
    {
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        string dead = taken.Client.LocalEndPoint!.ToString()!;
        CommandRun run = await RunAsync("verify", Path.Combine(CommandRun.Sample, "staff.mbox"), "--out", "run", "--dns", dead, "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"--dns {dead} gave no answer to", run.Error, StringComparison.Ordinal);
        Assert.Contains("Is it reachable? Nothing was counted as failing for this reason.", run.Error, StringComparison.Ordinal);
        Assert.Contains("resume run", run.Error, StringComparison.Ordinal);
        JsonElement total = JsonDocument.Parse(run.Output).RootElement.GetProperty("total");
        Assert.True(total.GetProperty("messages").GetInt64() > 50);
        Assert.Equal("unfinished", JsonDocument.Parse(await ReadAsync("run", "run.json")).RootElement.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(250)]
    [InlineData(420)]
    public async Task A_run_killed_at_any_question_is_resumed_and_ends_the_same(int atQuestion)
    {
        var reached = new TaskCompletionSource();
        int asked = 0;
        await using FakeDnsServer server = FakeDnsServer.Start(Zone, (_, _) =>
        {
            if (Interlocked.Increment(ref asked) == atQuestion)
                reached.TrySetResult();
            return FakeReply.Truthful;
        });
        string[] options = ["--dns", server.Endpoint.ToString(), "--dns-qps", "0", "--split-size", "100K"];
        await CommandRun.KillAsync(_folder, reached.Task, ["verify", CommandRun.Sample, "--quiet", "--out", "killed", .. options]);
        CommandRun resumed = await RunAsync("resume", "killed", "--quiet");
        CommandRun whole = await VerifyAsync("whole", options);
        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        Assert.Equal(await ReadAsync("whole", "summary.json"), await ReadAsync("killed", "summary.json"));
        Assert.Equal((await RunAsync("export", "whole")).Output, (await RunAsync("export", "killed")).Output);
    }

    private Task<string[]> ReadLinesAsync(string file) => File.ReadAllLinesAsync(Path.Combine(_folder, file), Stop);

    private Task<CommandRun> VerifyAsync(string run, params string[] options) => RunAsync(["verify", CommandRun.Sample, "--quiet", "--out", run, .. options]);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);

    private Task<string> ReadAsync(string run, string file) => File.ReadAllTextAsync(Path.Combine(_folder, run, file), Stop);
}
