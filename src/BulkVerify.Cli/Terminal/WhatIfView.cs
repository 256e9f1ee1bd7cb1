using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>A what-if for people: the totals before and after, the streams that change, and why.</summary>
internal static class WhatIfView
{
    private const int MaxChanges = 12;

    private const int MaxQuestions = 8;

    /// <summary>Columns of what the policy asks for, in pairs of before and after; those behind them say what changes, which has lines of its own.</summary>
    private const int FirstOfPolicy = 7, FirstOfChange = 11;

    public static void Write(IAnsiConsole console, WhatIfResult result, string runPath, int examples, int limit)
    {
        foreach (string changed in result.Changed)
            SummaryView.WriteLine(console, $"what if  {SafeText.Of(changed)}");
        SummaryView.WriteLine(console, $"{SummaryView.Count(result.Messages, "message", "messages")} judged again from the run folder");
        console.WriteLine();
        WriteTotals(console, result);
        SummaryTable table = WhatIfTable.Of(result, onlyChanged: true);
        console.WriteLine();
        if (table.Rows.Count == 0)
            SummaryView.WriteLine(console, "no message changes");
        else
            WriteStreams(console, result, table, limit, runPath, examples);
        WriteNotRecorded(console, result);
    }

    private static void WriteTotals(IAnsiConsole console, WhatIfResult result)
    {
        SummaryView.WriteLine(console, $"{"",-34}{"now",10}{"then",10}");
        foreach ((string name, Func<WhatIfOutcome, long> count) in Lines())
        {
            long now = count(result.Before), then = count(result.After);
            if (now != 0 || then != 0)
                SummaryView.WriteLine(console, $"{name,-34}{SummaryView.Number(now),10}{SummaryView.Number(then),10}{Difference(then - now)}");
        }
    }

    private static (string Name, Func<WhatIfOutcome, long> Count)[] Lines() =>
    [
        ("pass", o => o.Pass),
        ("fail", o => o.Fail),
        ("fail, explained by a list", o => o.KeptOut.Indirect),
        ("no DMARC record", o => o.KeptOut.NoRecord),
        ("unverifiable", o => o.KeptOut.Unverifiable),
        ("DNS error", o => o.KeptOut.DnsError),
        ("never received", o => o.KeptOut.NeverReceived),
        ("of those that fail: rejected", o => o.Rejected),
        ("of those that fail: quarantined", o => o.Quarantined),
    ];

    private static string Difference(long difference) =>
        difference == 0 ? "" : difference.ToString("   +#,0;   -#,0", CultureInfo.InvariantCulture);

    private static void WriteStreams(IAnsiConsole console, WhatIfResult result, SummaryTable table, int limit, string runPath, int examples)
    {
        int[] shown = [.. Enumerable.Range(0, FirstOfChange).Where(i => i < FirstOfPolicy || table.Rows.Any(r => !Equals(r[First(i)], r[First(i) + 1])))];
        GroupTable.Write(console, new SummaryTable([.. shown.Select(i => table.Columns[i])], [.. table.Rows.Select(r => shown.Select(i => r[i]).ToArray())]), limit, examples);
        if (table.Rows.Count > limit)
            SummaryView.WriteLine(console, $"... and {SummaryView.Count(table.Rows.Count - limit, "more stream", "more streams")}: --limit shows {(table.Rows.Count - limit == 1 ? "it" : "them")}, --format csv has all");
        int same = result.Streams.Count - table.Rows.Count;
        if (same > 0)
            SummaryView.WriteLine(console, $"{SummaryView.Count(same, "stream stays", "streams stay")} as {(same == 1 ? "it is" : "they are")}");
        console.WriteLine();
        SummaryView.WriteLine(console, "what changes");
        var changes = result.Streams.SelectMany(s => s.Changes.Select(c => (Stream: s, Change: c))).OrderByDescending(c => c.Change.Text.Contains("pass ->", StringComparison.Ordinal) || c.Change.Text.Contains("-> pass", StringComparison.Ordinal))
            .ThenByDescending(c => c.Change.Count).ToList();
        foreach ((WhatIfStream stream, SummaryCause change) in changes.Take(MaxChanges))
        {
            string[] parts = change.Text.Split("; ");
            SummaryView.WriteWrapped(console, $"{SummaryView.Number(change.Count),10}  {SafeText.Of(stream.Sender, 30)} as {SafeText.Of(StreamKey.DomainWords(stream.AuthorDomain), 40)}: {parts[0]}", 12);
            foreach (string part in parts.Skip(1))
                SummaryView.WriteWrapped(console, $"            {part}", 12);
            foreach (SummaryExample example in change.Examples.Take(examples))
                SummaryView.WriteLine(console, $"            {Invocation.Text} explain {Invocation.Quote(runPath)} {Invocation.Quote(SafeText.Of($"{example.Archive}@{example.Offset}"))}");
        }
        if (changes.Count > MaxChanges)
            SummaryView.WriteLine(console, $"            ... and {SummaryView.Number(changes.Count - MaxChanges)} more: --json has all");
    }

    private static int First(int column) => column - (column - FirstOfPolicy) % 2;

    private static void WriteNotRecorded(IAnsiConsole console, WhatIfResult result)
    {
        if (result.NotRecorded == 0)
            return;
        console.WriteLine();
        SummaryView.WriteWrapped(console, $"{SummaryView.Count(result.NotRecorded, "message", "messages")} cannot be judged so: the run did not ask for these, and the overlay does not hold them", 0);
        foreach (string question in result.Questions.Take(MaxQuestions))
            SummaryView.WriteLine(console, $"            {SafeText.Of(question)}");
        if (result.Questions.Count > MaxQuestions)
            SummaryView.WriteLine(console, $"            ... and {SummaryView.Number(result.Questions.Count - MaxQuestions)} more: --json has all");
        SummaryView.WriteLine(console, "add their records to a file and name it in --overlay too");
    }
}
