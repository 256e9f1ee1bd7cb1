using System.CommandLine;
using BulkVerify.Cli.Commands;

namespace BulkVerify.Cli.Tests;

/// <summary>Every option of every command says in our words what is wrong with a value and what it takes: no name of a type, no wording of a library.</summary>
public sealed class WrongOptionTests(SampleRun sample) : IClassFixture<SampleRun>
{
    private const string NotOurs = @"System\.|Nullable|Int32|UInt64|Cannot parse|expected type|Exception|Required (argument|command)|not recognized|was not matched|expects a single|Unrecognized";

    /// <summary>Any text is right: names of files to write, names of who reports.</summary>
    private static readonly HashSet<string> Free =
        ["--out", "--record", "--hashed", "--save", "--helo", "--mail-from", "--org-name", "--authserv-id", "--trust-authres", "--sender", "--vendor", "forge --keys", "plan --dns", "vendors check --vendors"];

    private static readonly string[] Nonsense = ["nonsense!", "-1", "99999999999999999999", "", "1,5", "0x10", "\u001b[31mred", "٣"];

    public static TheoryData<string, string> Valued => [.. AllOptions().Where(o => o.Option is not Option<bool>).Select(o => (o.Path, o.Option.Name))];

    [Fact]
    public void Every_value_that_the_parser_refuses_is_told_in_our_words()
    {
        int refused = 0;
        foreach ((string path, Command command, Option option) in AllOptions())
        {
            foreach (string value in Nonsense)
            {
                string[] line = [.. path.Split(' '), .. ArgumentsOf(command, "run"), option.Name, value, .. command.Options.Where(o => o.Required && o != option).SelectMany(o => new[] { o.Name, "value" })];
                foreach (string told in CommandLineErrors.Of(RootCommandFactory.Create([]).Parse(line), line))
                {
                    refused++;
                    Assert.Matches("^[^\u0000-\u001f\u007f]+$", told);
                    Assert.DoesNotMatch(NotOurs, told);
                    Assert.True(told.Contains(option.Name, StringComparison.Ordinal) || (option is Option<bool> && told.StartsWith("-1: ", StringComparison.Ordinal)) || option is Option<bool>, $"{path} {option.Name} '{value}': {told}");
                }
            }
        }
        Assert.True(refused > 100, $"{refused} refused");
    }

    [Theory]
    [MemberData(nameof(Valued))]
    public async Task A_value_that_means_nothing_is_told_with_its_option_and_what_it_takes(string path, string option)
    {
        if (Free.Contains(option) || Free.Contains($"{path} {option}"))
            return;
        Command command = AllOptions().First(o => o.Path == path).Command;
        string[] others = [.. path == "explain" && option != "--dns" ? new[] { "--dns", "none" } : [], .. command.Options.Where(o => o.Required && o.Name != option).SelectMany(o => new[] { o.Name, "made" })];
        CommandRun run = await CommandRun.StartAsync(sample.Folder, [.. path.Split(' '), .. ArgumentsOf(command, path == "explain" ? Path.Combine(CommandRun.Sample, "support", "000001.eml") : "bulkverify-run"), option, "nonsense!", .. others]);
        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Output}{run.Error}");
        Assert.Matches("(?m)^bulkverify: ", run.Error);
        Assert.Contains($"{option} nonsense!", run.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(NotOurs, run.Error);
        Assert.True(run.Error.Split('\n').Length < 8, "more than a few lines");
    }

    [Theory]
    [InlineData("--foo: verify has no option --foo", "verify", "mail", "--foo")]
    [InlineData("did you mean --dns?", "verify", "mail", "--dsn", "live")]
    [InlineData("--json=maybe: --json takes no value", "summary", "run", "--json=maybe")]
    [InlineData("--json=maybe: --json takes no value", "verify", "mail", "--json=maybe")]
    [InlineData("PATH is missing", "verify")]
    [InlineData("SQL is missing", "query", "run")]
    [InlineData("--out is missing: give DIR", "forge")]
    [InlineData("--dns is given 2 values (a, b): give one", "verify", "mail", "--dns", "a", "--dns", "b")]
    [InlineData("--threads: give a number from 1 to 1024.", "verify", "mail", "--threads")]
    [InlineData("--by sender: give address, change,", "summary", "run", "--by", "sender")]
    [InlineData("--max-streams x: give a number from 1 up.", "summary", "run", "--max-streams", "x")]
    [InlineData("did you mean list? It has list, show, check, match.", "vendors", "lst")]
    [InlineData("say what vendors is to do: list, show, check, match.", "vendors")]
    [InlineData("more: one word more than explain takes", "explain", "run", "a@1", "more")]
    [InlineData("--seed -1: give a whole number from 0 up", "forge", "--out", "made", "--seed", "-1")]
    public async Task A_wrong_command_line_says_what_to_do(string told, params string[] line)
    {
        CommandRun run = await CommandRun.StartAsync(sample.Folder, line);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Contains(" --help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.DoesNotMatch(NotOurs, run.Error);
    }

    [Fact]
    public async Task A_file_whose_name_looks_like_an_option_is_read_behind_two_dashes()
    {
        CommandRun run = await CommandRun.StartAsync(sample.Folder, "verify", "--dns", "none", "--out", "odd", "--", "--odd.mbox");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--odd.mbox: ", run.Error, StringComparison.Ordinal);
    }

    private static string[] ArgumentsOf(Command command, string value) => [.. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(_ => value)];

    private static IEnumerable<(string Path, Command Command, Option Option)> AllOptions() => Below(RootCommandFactory.Create([]), "");

    private static IEnumerable<(string Path, Command Command, Option Option)> Below(Command command, string path) =>
        command.Subcommands.SelectMany(c => Below(c, $"{path} {c.Name}".Trim()))
            .Concat(path.Length == 0 || command.Subcommands.Count > 0 ? [] : command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive && p is not RootCommand)))
                .Where(o => o.Name is not ("--help" or "--version")).Select(o => (path, command, o)));
}
