using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>Where the two DMARC rule sets differ and why, and what RFC 9989 asks of senders that mail breaks.</summary>
internal static class RuleSetView
{
    private const int MaxDifferences = 10;

    private const int MaxChecks = 6;

    public static void Write(IAnsiConsole console, Summary summary)
    {
        WriteDifferences(console, summary);
        WriteSenderChecks(console, summary);
    }

    private static void WriteDifferences(IAnsiConsole console, Summary summary)
    {
        if (summary.RuleDifferences.Count == 0)
            return;
        console.WriteLine();
        Wrapped(console, "RFC 9989 and RFC 7489 differ for (result and policy, RFC 9989 first; then how each finds the record)", 0);
        foreach (RuleDifference difference in summary.RuleDifferences.Take(MaxDifferences))
        {
            Wrapped(console, $"{Number(difference.Count),10}  {SafeText.Of(difference.Sender, 30)} as {SafeText.Of(StreamKey.DomainWords(difference.AuthorDomain), 40)}: {difference.Difference}", 12);
            if (difference.Identifiers.Length > 0)
                Wrapped(console, $"            {SafeText.Of(difference.Identifiers, 200)}", 12);
            WriteWalk(console, "9989", difference.Walk);
            WriteWalk(console, "7489", difference.Walk7489);
        }
        More(console, summary.RuleDifferences.Count - MaxDifferences);
    }

    /// <summary>The organizational domain on the first line, each query on one of its own.</summary>
    private static void WriteWalk(IAnsiConsole console, string rules, string walk)
    {
        string[] parts = walk.Split("; ", 2);
        Wrapped(console, $"            RFC {rules}  {SafeText.Of(parts[0], 80)}", 22);
        if (parts.Length < 2)
            return;
        foreach (string query in parts[1].Split(" > "))
            Wrapped(console, $"                      {SafeText.Of(query, 240)}", 24);
    }

    private static void WriteSenderChecks(IAnsiConsole console, Summary summary)
    {
        if (summary.SenderChecks.Count == 0)
            return;
        console.WriteLine();
        Line(console, "asked of senders, and broken by mail that passes");
        foreach (SummaryCause check in summary.SenderChecks.Take(MaxChecks))
            Wrapped(console, $"{Number(check.Count),10}  {SafeText.Of(check.Text, 120)}", 12);
        More(console, summary.SenderChecks.Count - MaxChecks);
    }

    private static void More(IAnsiConsole console, int count)
    {
        if (count > 0)
            Line(console, $"            ... and {Number(count)} more in summary.json of the run folder");
    }

    private static void Line(IAnsiConsole console, string text) => SummaryView.WriteLine(console, text);

    private static void Wrapped(IAnsiConsole console, string text, int indent) => SummaryView.WriteWrapped(console, text, indent);

    private static string Number(long value) => SummaryView.Number(value);
}
