using System.CommandLine;
using System.CommandLine.Help;
using BulkVerify.Cli.Terminal;

namespace BulkVerify.Cli.Commands;

/// <summary>All commands.</summary>
internal static class RootCommandFactory
{
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("verify", VerifyCommand.Create), ("plan", PlanCommand.Create), ("resume", ResumeCommand.Create), ("summary", SummaryCommand.Create), ("explain", ExplainCommand.Create), ("export", ExportCommand.Create),
        ("query", QueryCommand.Create), ("report", ReportCommand.Create), ("whatif", WhatIfCommand.Create), ("keys", KeysCommand.Create), ("vendors", VendorsCommand.Create), ("forge", ForgeCommand.Create),
    ];

    /// <param name="args">The command line: where its first word is a command, that one alone is made.</param>
    public static RootCommand Create(string[] args)
    {
        var root = new RootCommand(
            "Verifies archives of mail (SPF, DKIM, DMARC, ARC) and says for each sender what passes, what fails and why.\n\n" +
            "Examples:\n" +
            "  bulkverify verify inbox.mbox --dns live             current keys and policies\n" +
            "  bulkverify verify archives/ --dns recorded.zone     offline, from recorded answers\n" +
            "  bulkverify summary bulkverify-run                   the table again, from the run folder alone\n" +
            "  bulkverify explain message.eml --dns live           one message, step by step\n" +
            "  bulkverify export bulkverify-run --format jsonl     every row\n\n" +
            "Each command has its own --help with examples.");
        root.Options.Add(new Option<bool>("--debug") { Description = "Show where an unexpected error came from.", Recursive = true });
        bool isCommand = Commands.Any(c => c.Name == args.FirstOrDefault());
        foreach ((string _, Func<Command> create) in Commands.Where(c => !isCommand || c.Name == args[0]))
            root.Add(create());
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new BriefHelp((HelpAction)help.Action!);
        return root;
    }
}
