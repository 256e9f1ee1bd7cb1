using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>The summary table for people. Sheds columns on narrow terminals; numbers never wrap.</summary>
internal static class SummaryView
{
    /// <summary>Streams shown; the rest is one line that says how to see it.</summary>
    public const int MaxStreams = 25;

    private const int MaxCauses = 10;

    private const int MaxAdvice = 5;

    private const int MaxChanges = 5;

    private const int MaxRelayChecks = 10;

    /// <param name="judged">How it was judged: time and rules, in words.</param>
    public static void Write(IAnsiConsole console, Summary summary, string runPath, string judged)
    {
        if (summary.Messages == 0)
        {
            WriteNothing(console, summary);
            return;
        }
        WriteStreams(console, summary, runPath, judged);
        WriteKeptOut(console, summary);
        WriteUnintended(console, summary);
        WriteChanges(console, summary, runPath);
        WriteAdvice(console, summary, runPath);
        RuleSetView.Write(console, summary);
        WriteKeySources(console, summary);
        WriteRelays(console, summary);
        WriteGateway(console, summary);
        ThenView.Write(console, summary);
        ArchiveView.Write(console, summary);
        string run = Invocation.Quote(runPath);
        console.WriteLine();
        SummaryExample? example = summary.Streams.Where(s => s.IsOurs).Select(s => s.Cause).FirstOrDefault(c => c is not null)?.Examples.FirstOrDefault();
        if (example is not null)
            WriteLine(console, $"open one:  {Invocation.Text} explain {run} {Invocation.Quote(SafeText.Of($"{example.Archive}@{example.Offset}"))}");
        WriteLine(console, $"report:    {Invocation.Text} report {run}{OursOption(summary)}");
        WriteLine(console, $"all rows:  {Invocation.Text} export {run} --format csv");
    }

    /// <summary>Why there is nothing to count, as far as the run knows.</summary>
    private static void WriteNothing(IAnsiConsole console, Summary summary)
    {
        long left = summary.OutsidePeriod + summary.NotSampled;
        WriteWrapped(console, left == 0
            ? "No message was found in what was read: no archive, folder or file of mail was among the paths, or none could be read."
            : $"No message was judged: {Count(left, "message", "messages")} {(left == 1 ? "is" : "are")} outside --since and --until, or not of the sample.", 0);
    }

    private static void WriteStreams(IAnsiConsole console, Summary summary, string runPath, string judged)
    {
        List<SummaryRow> ours = [.. summary.Streams.Where(s => s.IsOurs)];
        WriteWrapped(console, summary.Organizations.Count > 0
            ? $"who sends as {string.Join(", ", summary.Organizations.Take(6).Select(o => SafeText.Of(o)))}{(summary.Organizations.Count > 6 ? ", ..." : "")}"
            : "who sends as whom (every From domain that no vendor owns counts as yours; name yours: --organization)", 0);
        string period = SummaryAnswer.Period(summary.Total.First, summary.Total.Last);
        WriteWrapped(console, $"{(period.Length == 0 ? "" : $"received {period}, ")}{judged}", 0);
        console.WriteLine();
        WriteWrapped(console, SafeText.Of(SummaryAnswer.Sentence(summary)), 0);
        console.WriteLine();
        List<SummaryRow> shown = [.. ours.Take(MaxStreams), summary.Total];
        console.Write(StreamTable.Of(shown, summary.Total, console.Profile.Width));
        foreach (string line in StreamTable.Legend)
            WriteWrapped(console, line, 0);
        if (StreamTable.ShowsThen([.. ours.Take(MaxStreams), summary.Total]))
            WriteWrapped(console, StreamTable.ThenLegend, 2);
        if (ours.Count > MaxStreams)
            WriteCommand(console, $"... and {Count(ours.Count - MaxStreams, "more stream", "more streams")}: ", $"{Invocation.Text} summary {Invocation.Quote(runPath)} --by stream --limit {ours.Count.ToString(CultureInfo.InvariantCulture)}{OursOption(summary)}", 8);
        if (summary.FoldedStreams > 0)
            WriteWrapped(console, $"... and {Count(summary.FoldedStreams, "stream", "streams")} of the fewest messages, counted together as {StreamKey.Others} and without advice: --max-streams tells more of them apart", 8);
        long others = summary.Messages - summary.Total.Messages;
        if (others > 0)
            WriteWrapped(console, $"... and {Count(others, "message", "messages")} of others: nothing in From or Reply-To is of your organizations", 8);
        if (!StreamTable.ShowsCauses(shown, console.Profile.Width))
            WriteCauses(console, summary);
    }

    /// <summary>Streams that evidently work another way than they are meant to, and what was stated of nobody.</summary>
    private static void WriteUnintended(IAnsiConsole console, Summary summary)
    {
        SummaryRow[] streams = [.. summary.Streams.Where(s => s.IsOurs && s.Integration is { IsUnintended: true })];
        if (streams.Length == 0 && summary.IntentsWithoutMail.Count == 0)
            return;
        console.WriteLine();
        WriteLine(console, "not as intended");
        foreach (SummaryRow stream in streams.Take(MaxCauses))
            WriteWrapped(console, $"  {SafeText.Of(stream.Sender, 30)} as {SafeText.Of(StreamKey.DomainWords(stream.AuthorDomain), 40)}: meant to be {stream.Integration!.Intended!.Value.ToWords()}, is {stream.Integration.Words} ({SafeText.Of(stream.Integration.Detail)})", 4);
        if (streams.Length > MaxCauses)
            WriteLine(console, $"  ... and {Number(streams.Length - MaxCauses)} more in summary.json");
        foreach (string who in summary.IntentsWithoutMail.Take(MaxCauses))
            WriteWrapped(console, $"  {SafeText.Of(who, 70)}: sent nothing here; is it spelt as in the table above?", 4);
    }

    /// <summary>What broke, and who came and does not pass, most messages lost first.</summary>
    private static void WriteChanges(IAnsiConsole console, Summary summary, string runPath)
    {
        StreamChange[] breaks = [.. summary.Changes.Where(c => c.IsBreak)];
        if (breaks.Length == 0)
            return;
        console.WriteLine();
        WriteLine(console, "broke on");
        foreach (StreamChange change in breaks.Take(MaxChanges))
        {
            WriteWrapped(console, $"  {change.Day}  {SafeText.Of(change.Sender, 30)} as {SafeText.Of(StreamKey.DomainWords(change.AuthorDomain), 40)}: {SafeText.Of(SummaryAnswer.Of(change))}", 14);
            WriteWrapped(console, $"              {SafeText.Of(change.Cause)}", 14);
        }
        if (summary.Changes.Count > Math.Min(breaks.Length, MaxChanges))
            WriteCommand(console, "  ... all changes, also for the better: ", $"{Invocation.Text} summary {Invocation.Quote(runPath)} --by change", 14);
    }

    /// <summary>What to change, most gained first.</summary>
    private static void WriteAdvice(IAnsiConsole console, Summary summary, string runPath)
    {
        // For domains that may be anybody's only what gains messages is worth a line.
        Advice[] shown = [.. summary.Advice.Where(a => a.Gain > 0 || summary.Organizations.Count > 0).Take(MaxAdvice)];
        if (shown.Length == 0)
            return;
        console.WriteLine();
        WriteLine(console, "do first");
        if (summary.Organizations.Count == 0)
            WriteWrapped(console, "     (as if every From domain were yours, but for mailbox providers and list authors; name yours with --organization)", 5);
        int number = 0;
        foreach (Advice advice in shown)
        {
            WriteWrapped(console, $"{++number,3}  {SafeText.Of(advice.AuthorDomain, 60)}: {SafeText.Of(advice.Text)}", 5);
            foreach (AdviceRecord record in advice.Records)
                WriteLine(console, $"       {SafeText.Of(record.Name)}  {SafeText.Of(record.Type)}  {SafeText.Of(record.Value)}");
            WriteWrapped(console, $"       {Summaries.Advice.GainWords(advice)}{(advice.Placeholders.Length == 0 ? "" : $"; {SafeText.Of(advice.Placeholders)}")}{(advice.Where.Length == 0 ? "" : $"; see {SafeText.Of(advice.Where)}")}", 7);
            WriteSteps(console, advice);
        }
        if (summary.Advice.Count > shown.Length)
            WriteLine(console, $"     ... and {Number(summary.Advice.Count - shown.Length)} more in the report and in summary.json");
        int proven = summary.Advice.TakeWhile(a => !a.IsProven).Count();
        if (proven < summary.Advice.Count)
            WriteCommand(console, "     proven: judged again as if it were published; look:  ", $"{Invocation.Text} whatif {Invocation.Quote(runPath)} --advice {proven + 1}", 7);
        int open = summary.Advice.Count(a => a.ProvenBy == Summaries.Advice.ByProving);
        if (open > 0)
            WriteCommand(console, $"     {Count(open, "change of records is", "changes of records are")} not proven yet:  ", $"{Invocation.Text} summary {Invocation.Quote(runPath)} --prove {summary.Advice.Count(a => a.IsDnsChange && a.Zone.Length > 0)}{OursOption(summary)}", 7);
    }

    /// <summary>Who does it and how to see that it worked, in one line: what does not fit stands in summary.json and the report.</summary>
    private static void WriteSteps(IAnsiConsole console, Advice advice)
    {
        string who = $"       {SafeText.Of(advice.Who, 60)}; ", check = $"check: {SafeText.Of(advice.Checks[0])}", both = advice.Checks.Count == 1 ? check : $"{check}, then {SafeText.Of(advice.Checks[1])}";
        WriteCommand(console, who, who.Length + both.Length <= console.Profile.Width ? both : check, 7);
    }

    private static void WriteCauses(IAnsiConsole console, Summary summary)
    {
        SummaryRow[] failing = [.. summary.Streams.Where(r => r.IsOurs && r.Cause is not null).OrderByDescending(r => r.Cause!.Count).ThenBy(r => r.Sender, StringComparer.Ordinal).ThenBy(r => r.AuthorDomain, StringComparer.Ordinal)];
        if (failing.Length == 0)
            return;
        console.WriteLine();
        WriteLine(console, "fails mostly because");
        foreach (SummaryRow row in failing.Take(MaxCauses))
            WriteWrapped(console, $"{Number(row.Cause!.Count),10}  {SafeText.Of(row.Sender, 30)} as {SafeText.Of(StreamKey.DomainWords(row.AuthorDomain), 40)}: {SafeText.Of(row.Cause.Text)}", 12);
        if (failing.Length > MaxCauses)
            WriteLine(console, $"            ... and {Count(failing.Length - MaxCauses, "more stream that fails", "more streams that fail")}");
    }

    private static void WriteKeptOut(IAnsiConsole console, Summary summary)
    {
        KeptOut apart = summary.Total.KeptOut;
        (long Count, string Text)[] lines =
        [
            (apart.Indirect, $"indirect: came through {SummaryAnswer.Indirect(apart)}, which explains the failure"),
            (apart.Unverifiable, "unverifiable: the key or record is no longer known, which says nothing of the sender"),
            (apart.NoRecord, "no policy: the From domain publishes no DMARC record, so there is nothing to pass"),
            (apart.DnsError, "DNS errors, the last time it was asked too: no fault of the mail (--dns live asks again)"),
            (apart.NeverReceived, "never received: sent copies and drafts, which nobody checked on arrival"),
        ];
        // Copies are counted over the whole run.
        long duplicates = summary.Organizations.Count == 0 ? summary.Duplicates : 0;
        if (apart.Total > 0 || duplicates > 0 || summary.OutsidePeriod + summary.NotSampled > 0)
        {
            console.WriteLine();
            WriteLine(console, "kept apart from the rates, as neither good nor bad");
        }
        foreach ((long count, string text) in lines.Where(l => l.Count > 0))
            WriteWrapped(console, $"{Number(count),10}  {text}", 12);
        WriteLeftOut(console, summary);
        if (duplicates > 0)
            WriteWrapped(console, $"{Number(duplicates),10}  {(duplicates == 1 ? "duplicate" : "duplicates")}, counted above (same Message-ID and body)", 12);
    }

    private static void WriteLeftOut(IAnsiConsole console, Summary summary)
    {
        if (summary.OutsidePeriod > 0)
            WriteLine(console, $"{Number(summary.OutsidePeriod),10}  outside the period (--since, --until), not judged");
        if (summary.NotSampled > 0)
            WriteLine(console, $"{Number(summary.NotSampled),10}  not sampled (--sample), not judged");
    }

    /// <summary>The two conditions of mail that vendors hand to relays of ours.</summary>
    private static void WriteRelays(IAnsiConsole console, Summary summary)
    {
        if (summary.RelayChecks.Count == 0)
            return;
        console.WriteLine();
        WriteWrapped(console, "your relays, for the mail that they took from hosts of others", 0);
        RelayCheck[] passing = [.. summary.RelayChecks.Where(c => c.State == RequirementState.Met)];
        bool isShort = summary.RelayChecks.Count <= MaxRelayChecks;
        foreach (RelayCheck check in summary.RelayChecks.Where(c => isShort || c.State != RequirementState.Met).OrderByDescending(c => c.State == RequirementState.NotMet).Take(MaxRelayChecks))
        {
            string mark = check.State switch { RequirementState.Met => "pass", RequirementState.NotMet => "FAIL", _ => "?" };
            string counts = check.State == RequirementState.NotMet ? $"{Number(check.Violations)} of {Number(check.Judged)}" : $"{Number(check.Judged)} judged";
            WriteWrapped(console, $"  {mark,-4}  {SafeText.Of(check.Relay, 40)}: {check.Words} ({counts})", 8);
            if (check.State != RequirementState.Met && check.Examples.Count > 0)
                WriteLine(console, $"        such as {SafeText.Of($"{check.Examples[0].Archive}@{check.Examples[0].Offset}")}");
        }
        if (!isShort)
            WriteWrapped(console, $"  pass  {Number(passing.Length)} of {Number(summary.RelayChecks.Count)} conditions of {Number(summary.RelayChecks.Select(c => c.Relay).Distinct().Count())} relays; summary.json of the run folder has all", 8);
    }

    /// <summary>What hides the senders as long as it is not named.</summary>
    private static void WriteGateway(IAnsiConsole console, Summary summary)
    {
        if (summary.Gateway is not { } gateway)
            return;
        console.WriteLine();
        WriteWrapped(console, SafeText.Of(gateway.Words), 0);
        WriteCommand(console, "            if these hosts receive your mail, judge who handed it to them: ", $"verify --relay {Invocation.Quote(SafeText.Of(gateway.Relay, 60))}", 12);
    }

    private static void WriteKeySources(IAnsiConsole console, Summary summary)
    {
        if (summary.KeySources.Count == 0)
            return;
        console.WriteLine();
        WriteLine(console, "signatures whose key did not come from the DNS");
        foreach (SummaryCause source in summary.KeySources)
            WriteWrapped(console, $"{Number(source.Count),10}  {(source.Text == "recovered" ? "with a key recovered from signatures: no pass, and no proof of the signer" : "with a key of the keyring")}", 12);
    }

    /// <summary>What makes another command count the same mail.</summary>
    private static string OursOption(Summary summary) =>
        summary.Organizations.Count == 0 ? "" : $" --organization {Invocation.Quote(SafeText.Of(string.Join(',', summary.Organizations)))}";

    /// <summary>A command after what leads to it, whole: on a line of its own where both do not fit.</summary>
    internal static void WriteCommand(IAnsiConsole console, string lead, string command, int indent)
    {
        if (lead.Length + command.Length <= console.Profile.Width)
        {
            WriteLine(console, lead + command);
            return;
        }
        WriteWrapped(console, lead.TrimEnd(), indent);
        WriteLine(console, $"{new string(' ', indent)}{command}");
    }

    /// <summary>Prose, broken between words so that it fits the width.</summary>
    internal static void WriteWrapped(IAnsiConsole console, string text, int indent) => WriteLine(console, SummaryAnswer.Wrap(text, console.Profile.Width, indent));

    /// <summary>One line of plain text, cut by nothing: the terminal wraps it.</summary>
    public static void WriteLine(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    internal static string Percent(double share) => SummaryTableText.Percent(share);

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 message", "1,204 messages".</summary>
    internal static string Count(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";
}
