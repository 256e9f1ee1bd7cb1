using System.CommandLine;
using System.Text;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify whatif RUN</summary>
internal static class WhatIfCommand
{
    private const int StreamsShown = 25;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder; its run kept the digests (verify --keep-digests)." };
        var overlay = new Option<string[]>("--overlay") { Description = "Zone files with the records as they would be: each replaces what is published at its name and type.", HelpName = "FILE,..." };
        var advice = new Option<string[]>("--advice") { Description = "Numbers of the summary's advice whose records are published, such as 1 or 1,3.", HelpName = "N,..." };
        var ours = new OursOptions();
        ours.Organizations.Description = "Domains that are yours, where --advice counts the advice of 'summary --organization'.";
        var save = new Option<string?>("--save") { Description = "Write the records of --advice into a zone file.", HelpName = "FILE" };
        var rules = new Option<string?>("--rules") { Description = "DMARC rules: 9989 or 7489. Default: those of the run." };
        rules.AcceptOnlyFromAmong("9989", "7489");
        var strict = new Option<bool>("--strict") { Description = "As if every policy said adkim=s and aspf=s." };
        var policy = new Option<string?>("--policy") { Description = "As if every From domain published this policy for itself and all below: what would be rejected or quarantined." };
        policy.AcceptOnlyFromAmong("none", "quarantine", "reject");
        var format = new Option<string>("--format") { Description = "table, csv, json or markdown.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "markdown");
        var json = new Option<bool>("--json") { Description = "The same as --format json." };
        var examples = new NumberOption("--examples", "Messages to open shown per change, up to 3.", least: 0, preset: 1);
        var limit = new NumberOption("--limit", "Streams shown in a table or in Markdown; CSV and JSON have all.", least: 1, preset: StreamsShown);
        var threads = NumberOption.Threads("Threads that judge.", Environment.ProcessorCount);
        var command = new Command("whatif",
            "Judges the mail of a run again as if other records were published, and says what would pass and what would fail. Reads the run folder, not the archives.\n\n" +
            "Examples:\n" +
            "  bulkverify verify inbox.mbox --dns live --keep-digests\n" +
            "  bulkverify whatif bulkverify-run --overlay changes.zone\n" +
            "  bulkverify whatif bulkverify-run --advice 1 --save changes.zone\n" +
            "  bulkverify whatif bulkverify-run --policy reject\n" +
            "  bulkverify whatif bulkverify-run --strict --format csv > strict.csv\n\n" +
            "changes.zone is a zone file, such as:\n" +
            "  example.com.                   IN TXT   \"v=spf1 include:_spf.vendor.example ~all\"\n" +
            "  s1._domainkey.example.com.     IN CNAME s1.domainkey.vendor.example.\n" +
            "  _dmarc.example.com.            IN TXT   \"v=DMARC1; p=reject\"\n" +
            "  ;bulkverify nxdomain old._domainkey.example.com.      (takes a name away)")
        {
            run, overlay, advice, save, ours.Organizations, ours.MaxStreams, rules, strict, policy, format, json, examples, limit, threads,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(run)!;
            ShortCommand.Begin();
            RunReader reader = RunAccess.Open(path);
            var options = new WhatIfOptions
            {
                Rules = parsed.GetValue(rules) switch { "9989" => DmarcRules.Rfc9989, "7489" => DmarcRules.Rfc7489, _ => null },
                Policies = new PolicyChange(parsed.GetValue(strict), PolicyOf(parsed.GetValue(policy))),
            };
            VerifyOptions verify = ours.Read(parsed, reader);
            options = options with { Summaries = verify };
            string[] numbers = JudgingOptions.List(parsed.GetValue(advice));
            string zone = numbers.Length == 0 ? "" : await AdvisedZoneAsync(reader, numbers, verify, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(save) is { } file)
                Save(file, zone);
            options = Overlay(options, JudgingOptions.List(parsed.GetValue(overlay)), zone, numbers);
            if (options is { Records: null, Rules: null, Policies.IsNone: true })
                throw new UsageException("nothing is changed: give --overlay FILE, --advice N, --rules, --strict or --policy.");
            WhatIfResult result = await new WhatIfRunner(reader, options, TimeProvider.System).RunAsync(threads.Of(parsed), cancellation).ConfigureAwait(false);
            Write(result, parsed.GetValue(json) ? "json" : parsed.GetValue(format)!, path, examples.Of(parsed), limit.Of(parsed));
            return ExitCode.Done;
        });
        return command;
    }

    private static DmarcPolicy? PolicyOf(string? word) => word switch
    {
        "none" => DmarcPolicy.None,
        "quarantine" => DmarcPolicy.Quarantine,
        "reject" => DmarcPolicy.Reject,
        _ => null,
    };

    /// <summary>The records of pieces of advice as a zone file.</summary>
    /// <exception cref="UsageException">There is no such piece, or a part of its records is to be filled in.</exception>
    private static async Task<string> AdvisedZoneAsync(RunReader reader, string[] numbers, VerifyOptions verify, CancellationToken cancellation)
    {
        Summary summary = await RunSummaries.OfAsync(reader, [], verify, cancellation).ConfigureAwait(false);
        var zone = new StringBuilder();
        foreach (string text in numbers)
        {
            if (!int.TryParse(text, out int number) || number < 1 || number > summary.Advice.Count)
                throw new UsageException($"--advice {text}: the summary has {summary.Advice.Count} pieces of advice; give the number of one.");
            Advice advice = summary.Advice[number - 1];
            if (advice.Records.Count == 0)
                throw new UsageException($"--advice {number}: names no record to publish ({SafeText.Of(advice.Text)}).");
            if (advice.Zone.Length == 0)
                throw new UsageException($"--advice {number}: a part of its records is to be filled in ({SafeText.Of(advice.Records.First(r => !r.IsExact).Value)}). Write them into a file and give it by --overlay.");
            zone.Append(advice.Zone);
        }
        return zone.ToString();
    }

    /// <exception cref="UsageException">There is nothing to save, or it cannot be written.</exception>
    private static void Save(string file, string zone)
    {
        if (zone.Length == 0)
            throw new UsageException("--save writes the records of --advice: give its number too.");
        using var text = new StreamWriter(OutputFile.Create("--save", file), Utf8);
        text.Write(zone);
    }

    /// <exception cref="UsageException">A file cannot be read as a zone file, or holds nothing.</exception>
    private static WhatIfOptions Overlay(WhatIfOptions options, string[] files, string advised, string[] numbers)
    {
        if (files.Length == 0 && advised.Length == 0)
            return options;
        return options with { Records = OverlayFiles.Load(files, advised), RecordsFrom = string.Join(", ", [.. files, .. numbers.Select(n => $"advice {n}")]) };
    }

    private static void Write(WhatIfResult result, string format, string path, int examples, int limit)
    {
        using Stream output = Console.OpenStandardOutput();
        switch (format)
        {
            case "json":
                SummaryJson.Write(result, output);
                break;
            case "csv":
                using (var text = new StreamWriter(output, Utf8))
                    SummaryTableText.WriteCsv(WhatIfTable.Of(result, onlyChanged: false), examples, text);
                break;
            case "markdown":
                SummaryTable table = WhatIfTable.Of(result, onlyChanged: true);
                using (var text = new StreamWriter(output, Utf8))
                    SummaryTableText.WriteMarkdown(table with { Rows = [.. table.Rows.Take(limit)] }, examples, text);
                break;
            default:
                WhatIfView.Write(Screen.Output, result, path, examples, limit);
                break;
        }
    }
}
