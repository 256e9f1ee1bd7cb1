using System.Buffers;
using BulkVerify.Senders;

namespace BulkVerify.Summaries;

/// <summary>How to see that a piece of advice was followed, and where the values of its placeholders are shown. Pure.</summary>
internal static class AdviceSteps
{
    private const int MaxPlaceholders = 4;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>A command for the first record, where its name is known, then mail to look at.</summary>
    /// <param name="requirement">R1 to R3, the one that is met when it worked; empty for a policy.</param>
    /// <param name="isDnsChange">True when nothing but records changes: mail that is stored shows the effect, no new mail is needed.</param>
    public static IReadOnlyList<string> Checks(IReadOnlyList<AdviceRecord> records, string requirement, bool isDnsChange)
    {
        string look = isDnsChange ? "run verify again" : "verify newly sent mail";
        string seen = requirement.Length == 0 ? look : $"{look} ({requirement} is met)";
        return records.Count > 0 && Question(records[0]) is { } question ? [question, seen] : [seen];
    }

    /// <summary>Which parts of the records are to be filled in, and who shows them; empty when none is.</summary>
    public static string Placeholders(IReadOnlyList<AdviceRecord> records, Vendor? vendor)
    {
        string[] open = [.. records.Where(r => !r.IsExact).SelectMany(r => Brackets($"{r.Name} {r.Value}")).Distinct(StringComparer.Ordinal).Take(MaxPlaceholders)];
        if (open.Length > 0)
            return $"{string.Join(", ", open)}: {(vendor is null ? "ask whoever signs" : $"in the settings at {(vendor.Home.Length > 0 ? vendor.Home : vendor.Name)}")}";
        return records.Any(r => r.Value.Contains("...", StringComparison.Ordinal)) ? "...: the terms that the record has now" : "";
    }

    /// <summary>Null for a name that is not known whole, or that a shell would not take as one word: parts of it come from mail.</summary>
    private static string? Question(AdviceRecord record) =>
        record.Name.AsSpan().ContainsAnyExcept(NameCharacters) || record.Name.StartsWith('-') || record.Type is not ("TXT" or "CNAME" or "MX" or "NS")
            ? null
            : $"dig +short {record.Type} {record.Name}";

    private static IEnumerable<string> Brackets(string text)
    {
        for (int start = text.IndexOf('<'); start >= 0; start = text.IndexOf('<', start + 1))
        {
            int end = text.IndexOf('>', start);
            if (end < 0)
                yield break;
            yield return text[start..(end + 1)];
        }
    }
}
