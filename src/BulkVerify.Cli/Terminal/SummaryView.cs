using System.Globalization;
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

    public static void Write(IAnsiConsole console, Summary summary, string runPath)
    {
        WriteStreams(console, summary, runPath);
        WriteKeptOut(console, summary);
        WriteAdvice(console, summary);
        WriteRuleDifferences(console, summary);
        WriteKeySources(console, summary);
        ThenView.Write(console, summary);
        string run = Invocation.Quote(runPath);
        console.WriteLine();
        SummaryExample? example = summary.Streams.Select(s => s.Cause).FirstOrDefault(c => c is not null)?.Examples.FirstOrDefault();
        if (example is not null)
            WriteLine(console, $"open one:  {Invocation.Text} explain {run} {Invocation.Quote(SafeText.Of($"{example.Archive}@{example.Offset}"))}");
        WriteLine(console, $"report:    {Invocation.Text} report {run}");
        WriteLine(console, $"all rows:  {Invocation.Text} export {run} --format csv");
    }

    private static void WriteStreams(IAnsiConsole console, Summary summary, string runPath)
    {
        List<SummaryRow> ours = [.. summary.Streams.Where(s => s.IsOurs)];
        WriteLine(console, summary.Organizations.Count > 0
            ? $"who sends as {string.Join(", ", summary.Organizations.Take(6).Select(o => SafeText.Of(o)))}{(summary.Organizations.Count > 6 ? ", ..." : "")}"
            : "who sends as whom (every From domain that is no vendor's own counts as yours: name yours with --organization)");
        console.WriteLine();
        console.Write(StreamTable.Of([.. ours.Take(MaxStreams), summary.Total], summary.Total, console.Profile.Width));
        WriteLine(console, StreamTable.Legend);
        if (StreamTable.ShowsThen([.. ours.Take(MaxStreams), summary.Total]))
            WriteLine(console, StreamTable.ThenLegend);
        if (ours.Count > MaxStreams)
            WriteLine(console, $"... and {Number(ours.Count - MaxStreams)} more streams: {Invocation.Text} summary {Invocation.Quote(runPath)} --format csv");
        long others = summary.Streams.Where(s => !s.IsOurs).Sum(s => s.Messages);
        if (others > 0)
            WriteLine(console, $"... and {Number(others)} messages of others: neither From nor Reply-To is of your organizations");
        WriteCauses(console, summary);
    }

    /// <summary>What to change, most gained first.</summary>
    private static void WriteAdvice(IAnsiConsole console, Summary summary)
    {
        if (summary.Advice.Count == 0)
            return;
        console.WriteLine();
        WriteLine(console, "do first");
        int number = 0;
        foreach (Advice advice in summary.Advice.Take(MaxAdvice))
        {
            WriteLine(console, $"{++number,3}  {SafeText.Of(advice.AuthorDomain, 60)}: {SafeText.Of(advice.Text)}");
            foreach (AdviceRecord record in advice.Records)
                WriteLine(console, $"       {SafeText.Of(record.Name)}  {SafeText.Of(record.Type)}  {SafeText.Of(record.Value)}");
            WriteLine(console, $"       {GainOf(advice)}{(advice.Where.Length == 0 ? "" : $"; see {SafeText.Of(advice.Where)}")}");
        }
        if (summary.Advice.Count > MaxAdvice)
            WriteLine(console, $"     ... and {Number(summary.Advice.Count - MaxAdvice)} more in summary.json of the run folder");
    }

    private static string GainOf(Advice advice) => advice.Gain == 0
        ? "no more messages pass; those that do would by both mechanisms"
        : $"{Number(advice.Gain)} more {(advice.Gain == 1 ? "message passes" : "messages pass")} ({(advice.IsProven ? "proven" : "projected")})";

    private static void WriteCauses(IAnsiConsole console, Summary summary)
    {
        SummaryRow[] failing = [.. summary.Streams.Where(r => r.Cause is not null).OrderByDescending(r => r.Cause!.Count).ThenBy(r => r.Sender, StringComparer.Ordinal).ThenBy(r => r.AuthorDomain, StringComparer.Ordinal)];
        if (failing.Length == 0)
            return;
        console.WriteLine();
        WriteLine(console, "fails mostly because");
        foreach (SummaryRow row in failing.Take(MaxCauses))
            WriteLine(console, $"{Number(row.Cause!.Count),10}  {SafeText.Of(row.Sender, 30)} as {SafeText.Of(row.AuthorDomain, 40)}: {row.Cause.Text}");
        if (failing.Length > MaxCauses)
            WriteLine(console, $"            ... and {Number(failing.Length - MaxCauses)} more streams that fail");
    }

    private static void WriteKeptOut(IAnsiConsole console, Summary summary)
    {
        KeptOut apart = summary.Total.KeptOut;
        (long Count, string Text)[] lines =
        [
            (apart.Indirect, "indirect: a mailing list, forwarder or ARC chain explains the failure"),
            (apart.Unverifiable, "unverifiable: key or record no longer known, or not asked for"),
            (apart.NoRecord, "no DMARC record applies to the From domain"),
            (apart.DnsError, "DNS errors while judging"),
            (apart.NeverReceived, "never received: sent copies and drafts"),
        ];
        if (apart.Total > 0 || summary.Duplicates > 0)
        {
            console.WriteLine();
            WriteLine(console, "kept apart from the rates");
        }
        foreach ((long count, string text) in lines.Where(l => l.Count > 0))
            WriteLine(console, $"{Number(count),10}  {text}");
        if (summary.Duplicates > 0)
            WriteLine(console, $"{Number(summary.Duplicates),10}  duplicates, counted above (same Message-ID and body)");
    }

    private static void WriteRuleDifferences(IAnsiConsole console, Summary summary)
    {
        if (summary.RuleDifferences.Count == 0)
            return;
        console.WriteLine();
        WriteLine(console, "RFC 9989 and RFC 7489 differ for");
        foreach (RuleDifference difference in summary.RuleDifferences.Take(MaxStreams))
            WriteLine(console, $"{Number(difference.Count),10}  {SafeText.Of(difference.Sender, 30)} as {SafeText.Of(difference.AuthorDomain, 40)}: {difference.Difference}");
    }

    private static void WriteKeySources(IAnsiConsole console, Summary summary)
    {
        if (summary.KeySources.Count == 0)
            return;
        console.WriteLine();
        WriteLine(console, "signatures whose key did not come from the DNS");
        foreach (SummaryCause source in summary.KeySources)
            WriteLine(console, $"{Number(source.Count),10}  {(source.Text == "recovered" ? "with a key recovered from signatures: no pass, and no proof of the signer" : "with a key of the keyring")}");
    }

    /// <summary>One line of plain text, cut by nothing: the terminal wraps it.</summary>
    public static void WriteLine(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    internal static string Percent(double share) => SummaryTableText.Percent(share);

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
