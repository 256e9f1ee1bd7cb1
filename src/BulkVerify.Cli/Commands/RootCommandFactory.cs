using System.CommandLine;
using System.CommandLine.Help;
using BulkVerify.Cli.Terminal;

namespace BulkVerify.Cli.Commands;

/// <summary>All commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create()
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
        root.Add(VerifyCommand.Create());
        root.Add(PlanCommand.Create());
        root.Add(ResumeCommand.Create());
        root.Add(SummaryCommand.Create());
        root.Add(ExplainCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(QueryCommand.Create());
        root.Add(ReportCommand.Create());
        root.Add(WhatIfCommand.Create());
        root.Add(KeysCommand.Create());
        root.Add(VendorsCommand.Create());
        root.Add(ForgeCommand.Create());
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new BriefHelp((HelpAction)help.Action!);
        return root;
    }
}
