using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Terminal;

/// <summary>Sentences about a summary for people. Pure; texts from mail are as they are.</summary>
internal static class SummaryAnswer
{
    private const int MaxNamed = 3;

    /// <summary>What share passes, and who makes up most of the rest.</summary>
    public static string Sentence(Summary summary)
    {
        long rated = summary.Total.Pass + summary.Total.Fail;
        if (summary.Messages == 0)
            return "There are no messages.";
        if (rated == 0)
            return $"Of none of the messages could it be judged whether they pass DMARC; below is why.{(summary.Total.DkimAlignedShare is { } signed ? $" {SummaryView.Percent(signed)} of those whose signatures can be judged are signed as their From domain." : "")}";
        string share = $"{SummaryView.Percent((double)summary.Total.Pass / rated)} of the mail that can be judged passes DMARC ({SummaryView.Number(summary.Total.Pass)} of {SummaryView.Number(rated)})";
        if (summary.Total.Fail == 0)
            return $"{share}.";
        (string Sender, long Fail)[] failing = [.. summary.Streams.Where(s => s.IsOurs && s.Fail > 0).GroupBy(s => s.Sender, StringComparer.Ordinal).Select(g => (Sender: g.Key, Fail: g.Sum(s => s.Fail)))
            .OrderByDescending(g => g.Fail).ThenBy(g => g.Sender, StringComparer.Ordinal)];
        string[] named = [.. failing.Take(MaxNamed).Select(f => f.Sender switch { "" => "unknown senders", StreamKey.Others => "senders of few messages", var sender => sender })];
        string names = named.Length == 1 ? named[0] : $"{string.Join(", ", named.SkipLast(1))} and {named[^1]}";
        string part = failing.Length <= MaxNamed ? "all" : SummaryView.Percent((double)failing.Take(MaxNamed).Sum(f => f.Fail) / summary.Total.Fail);
        return $"{share}; {part} of what fails comes from {names}.";
    }

    /// <summary>"1 Jan 2026 - 30 Jun 2026"; empty when unknown.</summary>
    public static string Period(long? first, long? last)
    {
        (string from, string to) = (Day(first), Day(last));
        return from.Length == 0 || from == to ? from : $"{from} - {to}";
    }

    /// <summary>How the rate changed.</summary>
    public static string Of(StreamChange change)
    {
        string what = change.Mechanism switch { "dkim" => "DKIM", "spf" => "SPF", "key" => "DKIM with a key in the DNS", _ => "aligned mail" };
        string before = SummaryView.Percent((double)change.PassBefore / Math.Max(1, change.Before)), after = SummaryView.Percent((double)change.PassAfter / Math.Max(1, change.After));
        return $"{what} {(change.Before == 0 ? "" : $"{before} before, ")}{after} of {SummaryView.Count(change.After, "message", "messages")} after it";
    }

    /// <summary>What indirect mail came through, most first: "a mailing list (20), a forwarder (8)".</summary>
    public static string Indirect(KeptOut apart)
    {
        string[] ways = [.. (apart.IndirectBy ?? new Dictionary<string, long>()).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{Way(w.Key)} ({SummaryView.Number(w.Value)})")];
        return ways.Length == 0 ? "a list or forwarder" : string.Join(", ", ways);
    }

    /// <summary>The text in lines of at most <paramref name="width"/> characters, broken between words; lines after the first begin with so many spaces.</summary>
    public static string Wrap(string text, int width, int indent)
    {
        // A number stays beside its sign.
        string words = text.TrimStart(' ').Replace(" %", "\u00a0%", StringComparison.Ordinal);
        int used = text.Length - words.Length;
        var lines = new System.Text.StringBuilder(text.Length + 16).Append(' ', used);
        bool begins = true;
        foreach (string word in words.Split(' '))
        {
            if (!begins && used + 1 + word.Length > width)
            {
                while (lines[^1] == ' ')
                    lines.Length--;
                lines.Append('\n').Append(' ', indent);
                used = indent;
            }
            else if (!begins)
            {
                lines.Append(' ');
                used++;
            }
            lines.Append(word.Replace('\u00a0', ' '));
            used += word.Length;
            begins = false;
        }
        return lines.ToString();
    }

    private static string Way(string way) => way switch { "mailing-list" => "a mailing list", "forwarded" => "a forwarder", "arc" => "hosts whose ARC chain passes", _ => way };

    private static string Day(long? seconds) =>
        seconds is { } s and >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(s).ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "";
}
