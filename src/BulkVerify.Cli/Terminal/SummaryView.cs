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

    public static void Write(IAnsiConsole console, Summary summary, string runPath)
    {
        WriteStreams(console, summary);
        WriteKeptOut(console, summary);
        WriteRuleDifferences(console, summary);
        WriteKeySources(console, summary);
        string run = Invocation.Quote(runPath);
        console.WriteLine();
        SummaryExample? example = summary.Streams.Select(s => s.Cause).FirstOrDefault(c => c is not null)?.Examples.FirstOrDefault();
        if (example is not null)
            WriteLine(console, $"open one:  {Invocation.Text} explain {run} {Invocation.Quote(SafeText.Of($"{example.Archive}@{example.Offset}"))}");
        WriteLine(console, $"all rows:  {Invocation.Text} export {run} --format csv");
    }

    private static void WriteStreams(IAnsiConsole console, Summary summary)
    {
        int width = console.Profile.Width;
        bool key = width >= 90, keptOut = width >= 80;
        int nameWidth = Math.Clamp((width - 54) / 2, 12, 30);
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        table.AddColumn(new TableColumn("sender").NoWrap());
        table.AddColumn(new TableColumn("From domain").NoWrap());
        foreach (string name in (string[])["messages", "DMARC", "SPF al.", "DKIM al.", .. key ? ["key"] : Array.Empty<string>(), .. keptOut ? ["apart"] : Array.Empty<string>()])
            table.AddColumn(new TableColumn(name).NoWrap().RightAligned());
        foreach (SummaryRow row in summary.Streams.Take(MaxStreams).Append(summary.Total))
        {
            bool total = ReferenceEquals(row, summary.Total);
            List<Spectre.Console.Rendering.IRenderable> cells =
            [
                new Text(total ? "all" : SafeText.Of(row.Sender, nameWidth), total ? new Style(decoration: Decoration.Bold) : Style.Plain),
                new Text(SafeText.Of(row.AuthorDomain, nameWidth)),
                new Text(Number(row.Messages)), Share(row.DmarcPassShare), Share(row.SpfAlignedShare), Share(row.DkimAlignedShare),
            ];
            if (key)
                cells.Add(new Text(KeyBits(row)));
            if (keptOut)
                cells.Add(new Text(row.KeptOut.Total == 0 ? "" : Number(row.KeptOut.Total)));
            table.AddRow(cells);
        }
        console.Write(table);
        if (summary.Streams.Count > MaxStreams)
            WriteLine(console, $"... and {Number(summary.Streams.Count - MaxStreams)} more streams: see summary.csv in the run folder");
        WriteCauses(console, summary);
    }

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

    private static string KeyBits(SummaryRow row) =>
        row.MaxKeyBits == 0 ? "-" : row.MinKeyBits == row.MaxKeyBits ? $"{row.MaxKeyBits}" : $"{row.MinKeyBits}-{row.MaxKeyBits}";

    private static Text Share(double? share) => share switch
    {
        null => new Text("-"),
        >= 0.9995 => new Text("100 %", new Style(Color.Green)),
        < 0.9 => new Text(Percent(share.Value), new Style(Color.Red)),
        _ => new Text(Percent(share.Value)),
    };

    /// <summary>A share that is not whole never reads as 100 %.</summary>
    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99.9, Math.Round(share * 100, share is > 0.9 and < 1 ? 1 : 0)):0.#} %");

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
