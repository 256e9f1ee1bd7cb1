using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BulkVerify.Cli.Tests;

public sealed class SummaryCommandTests(SampleRun sample)
{
    [Theory]
    [InlineData("stream")]
    [InlineData("vendor")]
    [InlineData("platform")]
    [InlineData("from")]
    [InlineData("month")]
    [InlineData("address")]
    public async Task Every_grouping_counts_every_message_in_every_format(string by)
    {
        JsonElement[] json = await JsonAsync("--by", by);
        Assert.Equal(600, json.Sum(g => g.GetProperty("messages").GetInt64()));
        string[] csv = (await SummaryAsync("--by", by, "--format", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(json.Length + 1, csv.Length);
        string[] markdown = (await SummaryAsync("--by", by, "--format", "markdown", "--limit", "1000000")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(json.Length + 2, markdown.Length);
        Assert.All(markdown, line => Assert.StartsWith("|", line, StringComparison.Ordinal));
        string[] table = (await SummaryAsync("--by", by, "--limit", "5")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, Math.Min(6, table.Length));
        Assert.All(table, line => Assert.InRange(line.Length, 1, 100));
    }

    [Fact]
    public async Task Streams_beyond_the_bound_are_counted_together_and_groups_of_them_stay_exact()
    {
        JsonElement[] streams = await JsonAsync("--by", "stream", "--max-streams", "3");
        Assert.Equal(600, streams.Sum(g => g.GetProperty("messages").GetInt64()));
        Assert.All(streams[..3], s => Assert.NotEqual("(others)", s.GetProperty("author_domain").GetString()));
        Assert.All(streams[3..], s => Assert.Equal("(others)", s.GetProperty("author_domain").GetString()));
        // Vendors stay apart by themselves.
        Assert.Contains("xero", streams[3..].Select(s => s.GetProperty("sender").GetString()));
        foreach (string by in new[] { "vendor", "from" })
            Assert.Equal((await SummaryAsync("--by", by, "--format", "csv")).Output, (await SummaryAsync("--by", by, "--format", "csv", "--max-streams", "3")).Output);
        string text = (await SummaryAsync("--max-streams", "3")).Output;
        Assert.Contains("counted together as (others)", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(l => l.Contains("(others)", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain("counted together as (others)", (await SummaryAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("summary", "bulkverify-run", "--max-streams", "0")).ExitCode);
    }

    [Fact]
    public async Task Reasons_name_messages_that_explain_opens()
    {
        JsonElement[] reasons = await JsonAsync("--by", "reason", "--examples", "3");
        JsonElement example = reasons[0].GetProperty("examples")[0];
        CommandRun explained = await RunAsync("explain", "bulkverify-run", $"{example.GetProperty("archive")}@{example.GetProperty("offset")}");
        Assert.Equal(0, explained.ExitCode);
        Assert.Equal(3, reasons[0].GetProperty("examples").GetArrayLength());
    }

    [Theory]
    [InlineData("reason")]
    [InlineData("matrix")]
    [InlineData("key")]
    [InlineData("spf")]
    [InlineData("rules")]
    public async Task Every_table_has_every_format_and_fits_the_width(string by)
    {
        JsonElement[] json = await JsonAsync("--by", by);
        Assert.NotEmpty(json);
        Assert.Equal(json.Length + 1, (await SummaryAsync("--by", by, "--format", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All((await SummaryAsync("--by", by, "--format", "markdown")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("|", line, StringComparison.Ordinal));
        Assert.All((await SummaryAsync("--by", by)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.InRange(line.Length, 1, 100));
    }

    [Fact]
    public async Task Numbers_of_five_digits_stand_in_one_line()
    {
        string folder = Directory.CreateTempSubdirectory("bulkverify-many-").FullName;
        try
        {
            var mail = new StringBuilder();
            for (int i = 0; i < 10_001; i++)
                mail.Append(CultureInfo.InvariantCulture, $"From a@b.example Thu Jan  1 00:00:00 2026\nReceived: from b.example ([192.0.2.1]) by c.example; Thu, 1 Jan 2026 00:00:00 +0000\nFrom: a@b.example\nMessage-ID: <{i}@b.example>\n\n{i}\n\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "many.mbox"), mail.ToString(), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "empty.zone"), "$ORIGIN example.\n", TestContext.Current.CancellationToken);
            CommandRun run = await CommandRun.StartAsync(folder, [("COLUMNS", "200")], ["verify", "many.mbox", "--dns", "empty.zone", "--quiet"]);
            string line = run.Output.Split('\n').First(l => l.StartsWith("all ", StringComparison.Ordinal));
            Assert.Equal(2, Regex.Count(line, @"(^|\s)10,001(\s|$)"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_column_that_says_nothing_takes_no_room_from_names()
    {
        string folder = Directory.CreateTempSubdirectory("bulkverify-names-").FullName;
        try
        {
            const string message = "From b@corp.example Thu Jan  1 00:00:00 2026\nReturn-Path: <b@corp.example>\nReceived: from out.sender.example ([203.0.113.1]) by c.example; Thu, 1 Jan 2026 00:00:00 +0000\nFrom: a@corp.example\nMessage-ID: <1@corp.example>\n\ntext\n\n";
            await File.WriteAllTextAsync(Path.Combine(folder, "two.mbox"), message + message, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "corp.zone"), "corp.example. IN TXT \"v=spf1 -all\"\n_dmarc.corp.example. IN TXT \"v=DMARC1; p=none\"\n", TestContext.Current.CancellationToken);
            CommandRun run = await CommandRun.StartAsync(folder, [("COLUMNS", "100")], ["verify", "two.mbox", "--dns", "corp.zone", "--quiet"]);
            Assert.DoesNotContain(" apart ", run.Output.Split('\n').First(l => l.StartsWith("sender ", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.Contains("\nsender.example corp.example ", run.Output, StringComparison.Ordinal);
            Assert.Contains("  1  duplicate, counted above", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("60", "R1 R2 R3 R4", "SPF")]
    [InlineData("80", "DKIM", "mode")]
    [InlineData("100", "mode", "apart")]
    [InlineData("200", "fails mostly because", "")]
    public async Task The_summary_fits_the_width_and_leaves_columns_out_for_it(string width, string shown, string left)
    {
        CommandRun run = await CommandRun.StartAsync(sample.Folder, [("COLUMNS", width)], ["summary", "bulkverify-run"]);
        string[] lines = run.Output.Split('\n');
        string head = lines.First(l => l.StartsWith("sender", StringComparison.Ordinal));
        Assert.Contains(shown, head, StringComparison.Ordinal);
        if (left.Length > 0)
            Assert.DoesNotContain(left, head, StringComparison.Ordinal);
        int end = Array.FindIndex(lines, l => l.StartsWith("all ", StringComparison.Ordinal));
        Assert.All(lines[..end], line => Assert.InRange(line.Length, 0, int.Parse(width, CultureInfo.InvariantCulture)));
        Assert.Equal(end - Array.IndexOf(lines, head), lines[Array.IndexOf(lines, head)..end].Count(l => l.Length > 0));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    public async Task Lines_that_do_not_fit_are_records_commands_and_addresses_to_copy(int width)
    {
        CommandRun run = await CommandRun.StartAsync(sample.Folder, [("COLUMNS", width.ToString(CultureInfo.InvariantCulture))], ["summary", "bulkverify-run"]);
        Assert.All(run.Output.Split('\n').Where(l => l.Length > width), line => Assert.Matches(@"^ +\S+  (TXT|CNAME)  |^ +check: dig |^ +https://\S+$|^((open one|report|all rows): +| +)\S+( \S+)? (explain|report|export|summary|whatif) bulkverify-run", line));
    }

    [Fact]
    public async Task The_command_of_a_matrix_cell_lists_its_messages()
    {
        JsonElement cell = (await JsonAsync("--by", "matrix")).First(c => c.GetProperty("check").GetString() == "dkim" && c.GetProperty("fail").GetInt64() > 1);
        string command = cell.GetProperty("list_fail").GetString()!;
        Assert.StartsWith("bulkverify export bulkverify-run ", command, StringComparison.Ordinal);
        string[] arguments = command[(command.IndexOf("export", StringComparison.Ordinal))..].Split(' ');
        CommandRun listed = await RunAsync(["export", "bulkverify-run", .. arguments[2..]]);
        Assert.Equal((int)cell.GetProperty("fail").GetInt64(), listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_period_a_vendor_and_a_domain_narrow_what_is_counted()
    {
        JsonElement[] months = await JsonAsync("--by", "month");
        JsonElement[] april = await JsonAsync("--by", "month", "--from", "2026-04", "--to", "2026-04-30");
        Assert.Equal(
            months.Single(m => m.GetProperty("month").GetString() == "2026-04").ToString().Replace("--where month", "--from 2026-04-01 --to 2026-04-30 --where month", StringComparison.Ordinal),
            Assert.Single(april).ToString());
        JsonElement[] hubspot = await JsonAsync("--by", "stream", "--vendor", "hubspot", "--domain", "example.org");
        Assert.Equal(("hubspot", "example.org"), (Assert.Single(hubspot).GetProperty("sender").GetString(), hubspot[0].GetProperty("author_domain").GetString()));
    }

    [Fact]
    public async Task A_period_without_mail_is_told_of_and_shows_no_table()
    {
        CommandRun run = await SummaryAsync("--from", "2100");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("nothing to show: no message of the run", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from yesterday", "--from yesterday: give a day, month or year")]
    [InlineData("--by vendor --limit 0", "--limit 0: give a number from 1 up")]
    [InlineData("--format markdown", "add --by")]
    [InlineData("--where dkim=good", "--where dkim=good: give spf")]
    [InlineData("--organization 1", "--organization 1: give a domain")]
    [InlineData("--intent zendesk=bla", "--intent zendesk=bla: give VENDOR=MODE")]
    public async Task A_wrong_value_is_told_with_what_to_give(string arguments, string message)
    {
        CommandRun run = await SummaryAsync(arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organizations_can_be_named_after_the_run()
    {
        JsonElement summary = JsonDocument.Parse((await SummaryAsync("--json", "--organization", "example.com,example.net")).Output).RootElement;
        Assert.Equal(["example.com", "example.net"], summary.GetProperty("organizations").EnumerateArray().Select(o => o.GetString()));
        Assert.All(summary.GetProperty("advice").EnumerateArray(), a => Assert.Matches("(^|\\.)example\\.(com|net)$", a.GetProperty("author_domain").GetString()));
    }

    private async Task<JsonElement[]> JsonAsync(params string[] arguments)
    {
        CommandRun run = await SummaryAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
    }

    private Task<CommandRun> SummaryAsync(params string[] arguments) => RunAsync(["summary", "bulkverify-run", .. arguments]);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(sample.Folder, arguments);
}
