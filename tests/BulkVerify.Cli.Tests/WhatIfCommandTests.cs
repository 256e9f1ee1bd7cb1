using System.Text.Json;

namespace BulkVerify.Cli.Tests;

public sealed class WhatIfCommandTests(KeptSampleRun sample) : IClassFixture<KeptSampleRun>
{
    [Fact]
    public async Task An_overlay_is_judged_without_the_archives_in_every_format()
    {
        await OverlayAsync("hubspot.zone", ";bulkverify nxdomain hs1-2668304._domainkey.example.net.\n");
        JsonElement result = JsonDocument.Parse((await RunAsync("--overlay", "hubspot.zone", "--json")).Output).RootElement;
        long lost = result.GetProperty("lost").GetInt64();
        Assert.True(lost > 0);
        Assert.Equal(result.GetProperty("before").GetProperty("pass").GetInt64() - lost, result.GetProperty("after").GetProperty("pass").GetInt64());
        JsonElement stream = result.GetProperty("streams")[0];
        Assert.Equal("example.net", stream.GetProperty("author_domain").GetString());

        CommandRun table = await RunAsync("--overlay", "hubspot.zone");
        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Contains("hubspot as example.net: pass -> ", table.Output, StringComparison.Ordinal);
        Assert.Contains("DKIM passes aligned -> DKIM key not found", table.Output, StringComparison.Ordinal);
        Assert.All(table.Output.Split('\n').Where(l => !l.Contains(" explain ", StringComparison.Ordinal)), l => Assert.InRange(l.Length, 0, 112));

        string[] csv = (await RunAsync("--overlay", "hubspot.zone", "--format", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(result.GetProperty("streams").GetArrayLength() + 1, csv.Length);
        Assert.StartsWith("| sender | From domain |", (await RunAsync("--overlay", "hubspot.zone", "--format", "markdown")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_are_messages_that_explain_opens()
    {
        JsonElement result = JsonDocument.Parse((await RunAsync("--strict", "--json")).Output).RootElement;
        JsonElement example = result.GetProperty("streams")[0].GetProperty("changes")[0].GetProperty("examples")[0];
        CommandRun explained = await CommandRun.StartAsync(sample.Folder, "explain", "bulkverify-run", $"{example.GetProperty("archive")}@{example.GetProperty("offset")}");
        Assert.Equal(0, explained.ExitCode);
    }

    [Fact]
    public async Task A_policy_says_what_would_be_rejected()
    {
        CommandRun run = await RunAsync("--policy", "reject");
        Assert.Contains("p=reject for every From domain", run.Output, StringComparison.Ordinal);
        Assert.Contains("of those that fail: rejected", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "nothing is changed: give --overlay FILE")]
    [InlineData("--overlay missing.zone", "missing.zone")]
    [InlineData("--overlay empty.zone", "empty.zone: holds no record")]
    [InlineData("--overlay bad.zone", "bad.zone")]
    [InlineData("--strict --threads 0", "--threads 0: give a number from 1 to 1024")]
    public async Task A_wrong_value_is_told_with_what_to_give(string arguments, string message)
    {
        await OverlayAsync("empty.zone", "; nothing\n");
        await OverlayAsync("bad.zone", "example.com. IN TXT unquoted \"and never closed\n");
        CommandRun run = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_digests_is_told_how_to_keep_them()
    {
        Assert.Equal(0, (await CommandRun.StartAsync(sample.Folder, "verify", CommandRun.Sample, "--quiet", "--out", "plain", "--restart")).ExitCode);
        CommandRun run = await CommandRun.StartAsync(sample.Folder, "whatif", "plain", "--strict");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--keep-digests", run.Error, StringComparison.Ordinal);
    }

    private Task OverlayAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(sample.Folder, name), text, TestContext.Current.CancellationToken);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(sample.Folder, ["whatif", "bulkverify-run", .. arguments]);
}
