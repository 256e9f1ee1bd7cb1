using System.Text.Json;
using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

public sealed class QueryCommandTests(SampleRun sample)
{
    private readonly string _folder = sample.Folder;

    [Fact]
    public async Task Every_query_that_README_shows_answers()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "README.md"), TestContext.Current.CancellationToken);
        const string start = "    bulkverify query bulkverify-run \"";
        string[] shown = [.. readme.Split('\n').Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l[start.Length..l.LastIndexOf('"')])];
        Assert.InRange(shown.Length, 3, 10);
        foreach (string sql in shown)
        {
            CommandRun run = await QueryAsync(sql);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.InRange(run.Output.Split('\n').Length, 3, 1000);
        }
    }

    [Fact]
    public async Task Every_format_gives_the_same_rows()
    {
        const string sql = "SELECT assessment, count(*) AS n FROM rows GROUP BY ALL ORDER BY ALL";
        string csv = (await QueryAsync(sql)).Output;
        JsonElement[] json = [.. JsonDocument.Parse((await QueryAsync(sql, "--format", "json")).Output).RootElement.EnumerateArray()];
        JsonElement[] lines = [.. (await QueryAsync(sql, "--format", "jsonl")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        string[] table = [.. (await QueryAsync(sql, "--format", "table")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => string.Join(',', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        string[] rows = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
        Assert.Equal(600, json.Sum(r => r.GetProperty("n").GetInt32()));
        Assert.Equal(rows, json.Select(r => $"{r.GetProperty("assessment")},{r.GetProperty("n")}"));
        Assert.Equal(rows, lines.Select(r => $"{r.GetProperty("assessment")},{r.GetProperty("n")}"));
        Assert.Equal(rows, table);
    }

    [Fact]
    public async Task Rows_too_wide_for_the_terminal_are_shown_value_by_value()
    {
        CommandRun run = await QueryAsync("FROM rows LIMIT 2", "--format", "table");
        Assert.Contains("-- row 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("assessment  ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_in_a_row_reaches_no_terminal()
    {
        CommandRun run = await QueryAsync("SELECT 'a' || chr(27) || '[2J' || chr(8238) AS \"x\u001b[31m\"", "--format", "table");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u202e', run.Output);
    }

    [Theory]
    [InlineData("SELECT nope FROM rows")]
    [InlineData("COPY rows TO 'stolen.csv'")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    public async Task A_query_that_is_not_allowed_is_one_line_and_exit_code_2(string sql)
    {
        CommandRun run = await QueryAsync(sql);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("bulkverify: query: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal("", run.Output);
        Assert.False(File.Exists(Path.Combine(_folder, "stolen.csv")));
    }

    [Theory]
    [InlineData("--memory", "1K")]
    [InlineData("--threads", "0")]
    [InlineData("--format", "xls")]
    public async Task A_wrong_option_is_a_usage_error(string option, string value)
    {
        CommandRun run = await QueryAsync("FROM rows", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> QueryAsync(string sql, params string[] options) => RunAsync(["query", "bulkverify-run", sql, .. options]);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);
}
