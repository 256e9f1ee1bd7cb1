using System.CommandLine;
using BulkVerify;
using BulkVerify.Cli;
using BulkVerify.Cli.Commands;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;

Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
RootCommand root = RootCommandFactory.Create(args);
// "@" begins offsets and addresses here, never the name of a response file.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
bool debug = args.Contains("--debug");
// Asked for help, the parser would pass over a word that is no command.
if (args is [[not '-', ..] word, ..] && parsed.CommandResult.Command == root)
{
    SummaryView.WriteLine(Screen.Error, $"bulkverify: there is no command '{SafeText.Of(word)}'. The commands are {string.Join(", ", root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}; see {Invocation.Text} --help.");
    return ExitCode.Usage;
}
if (args.Length == 0)
{
    await root.Parse("--help").InvokeAsync().ConfigureAwait(false);
    return ExitCode.Usage;
}
if (CommandLineErrors.Of(parsed, args) is { Count: > 0 } errors)
{
    foreach (string error in errors)
        SummaryView.WriteLine(Screen.Error, $"bulkverify: {error}");
    SummaryView.WriteLine(Screen.Error, $"see {Invocation.Text} {CommandLineErrors.PathOf(parsed.CommandResult)}--help");
    return ExitCode.Usage;
}
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
}
catch (Exception e) when (e is UsageException or OptionException)
{
    SummaryView.WriteLine(Screen.Error, $"bulkverify: {e.Message}");
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
catch (Exception e) when (!debug && DiskFull.Is(e))
{
    SummaryView.WriteLine(Screen.Error, $"bulkverify: {DiskFull.Words(e)}");
    return ExitCode.Failed;
}
catch (Exception e) when (!debug)
{
    string hint = e is IOException or UnauthorizedAccessException or InvalidDataException ? "" : $" ({e.GetType().Name}; run again with --debug to see where)";
    SummaryView.WriteLine(Screen.Error, $"bulkverify: {SafeText.Of(e.Message)}{hint}");
    return ExitCode.Failed;
}
