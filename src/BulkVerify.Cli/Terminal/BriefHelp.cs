using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BulkVerify.Cli.Terminal;

/// <summary>Help that tells of the commands below in one line each; their own help has the rest.</summary>
/// <param name="whole">What writes the help of a command.</param>
internal sealed class BriefHelp(HelpAction whole) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        foreach (Command command in parseResult.CommandResult.Command.Subcommands)
            command.Description = FirstLine(command.Description);
        return whole.Invoke(parseResult);
    }

    private static string? FirstLine(string? text) => text?.IndexOf('\n') is int end and >= 0 ? text[..end] : text;
}
