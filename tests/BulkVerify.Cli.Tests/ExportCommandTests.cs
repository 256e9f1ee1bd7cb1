using System.Globalization;
using System.Xml.Linq;

namespace BulkVerify.Cli.Tests;

public sealed class ExportCommandTests(SampleRun sample)
{
    private readonly string _folder = sample.Folder;

    [Fact]
    public async Task Aggregate_reports_hold_every_message_that_a_report_can_hold_and_come_out_the_same_twice()
    {
        CommandRun first = await ExportAsync("--out", "one", "--period", "month");
        Assert.Equal((0, ""), (first.ExitCode, first.Output));
        Assert.Equal(0, (await ExportAsync("--out", "two", "--period", "month")).ExitCode);
        string[] names = [.. Directory.GetFiles(Path.Combine(_folder, "one")).Select(f => Path.GetFileName(f)).Order()];
        Assert.Equal(names, Directory.GetFiles(Path.Combine(_folder, "two")).Select(f => Path.GetFileName(f)).Order());
        long counted = 0;
        foreach (string name in names)
        {
            string content = await File.ReadAllTextAsync(Path.Combine(_folder, "one", name), TestContext.Current.CancellationToken);
            Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(_folder, "two", name), TestContext.Current.CancellationToken));
            counted += XDocument.Parse(content).Descendants().Where(e => e.Name.LocalName == "count").Sum(c => long.Parse(c.Value, CultureInfo.InvariantCulture));
        }
        long leftOut = first.Error.Split('\n').Where(l => l.Contains("in no report", StringComparison.Ordinal)).Sum(l => long.Parse(l.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.Equal(600, counted + leftOut);
    }

    [Fact]
    public async Task One_policy_domain_can_go_to_standard_output_and_several_cannot()
    {
        CommandRun all = await ExportAsync();
        Assert.Equal(2, all.ExitCode);
        Assert.Contains("--out DIR", all.Error, StringComparison.Ordinal);
        CommandRun one = await ExportAsync("--domain", "example.org", "--schema", "rfc7489");
        Assert.Equal(0, one.ExitCode);
        Assert.Equal("feedback", XDocument.Parse(one.Output).Root!.Name);
        Assert.Equal(2, (await ExportAsync("--domain", "nobody.example")).ExitCode);
        Assert.Equal(2, (await ExportAsync("--domain", "example.org", "--email", "nobody")).ExitCode);
    }

    [Fact]
    public async Task Every_message_has_its_results_header()
    {
        CommandRun run = await RunAsync("export", "bulkverify-run", "--format", "authres", "--authserv-id", "archive.example.com");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(600, run.Output.Split('\n').Count(l => l == "Authentication-Results: archive.example.com;"));
        Assert.Equal(600, run.Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_report_is_one_file_in_the_run_folder_and_the_same_twice()
    {
        CommandRun run = await RunAsync("report", "bulkverify-run");
        string file = Path.Combine(_folder, "bulkverify-run", "report.html");
        Assert.Equal((0, "", file), (run.ExitCode, run.Error, run.Output.Trim()));
        string html = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("hubspot", html, StringComparison.Ordinal);
        Assert.Contains("bulkverify explain bulkverify-run ", html, StringComparison.Ordinal);
        CommandRun again = await RunAsync("report", "bulkverify-run", "--out", "-");
        Assert.Equal((0, html), (again.ExitCode, again.Output));
        Assert.Equal(2, (await RunAsync("report", "nothing-here")).ExitCode);
    }

    private Task<CommandRun> ExportAsync(params string[] options) => RunAsync(["export", "bulkverify-run", "--format", "dmarc-xml", .. options]);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);
}
