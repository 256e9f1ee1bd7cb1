using System.Text;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Changes an SPF record as its owner would: one record, everything else as it was. Pure.</summary>
public static class SpfRecordEdit
{
    /// <summary>Qualifiers other than pass, the mildest first (RFC 7208 §4.6.2).</summary>
    private const string Mildness = "?~-";

    /// <summary>The record with <paramref name="terms"/> in front of what catches the rest: "all" or a modifier; at the end without one.</summary>
    /// <param name="record">A record that begins with v=spf1.</param>
    /// <param name="terms">One or more terms, a space between.</param>
    public static string Insert(string record, string terms)
    {
        string[] words = record.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(words, 1, w => IsAll(w) || IsModifier(w));
        if (at < 0)
            at = words.Length;
        return string.Join(' ', [.. words[..at], terms, .. words[at..]]);
    }

    /// <summary>One record in the place of several: the terms of all, each once, and the mildest "all" of those there are. Null where their order decides (a term before "all" that does not
    /// pass, a redirect, "+all") or one cannot be read.</summary>
    /// <param name="records">Records that begin with v=spf1.</param>
    public static string? Join(IReadOnlyList<string> records)
    {
        List<string> terms = [], modifiers = [];
        string all = "";
        foreach (string record in records)
        {
            if (SpfRecordParser.Parse(Encoding.UTF8.GetBytes(record)) is not { Error: null, Redirect: null })
                return null;
            foreach (string word in record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                if (IsAll(word))
                    all = all.Length == 0 || Mildness.IndexOf(word[0]) < Mildness.IndexOf(all[0]) ? word : all;
                else if (IsModifier(word))
                    modifiers.Add(word);
                else if (Mildness.Contains(word[0]))
                    return null;
                else if (!terms.Contains(word.TrimStart('+'), StringComparer.OrdinalIgnoreCase))
                    terms.Add(word.TrimStart('+'));
            }
        }
        // RFC 7208 §5.1: "all" without a qualifier passes everybody.
        if (all.Length > 0 && !Mildness.Contains(all[0]))
            return null;
        return string.Join(' ', ["v=spf1", .. terms, .. modifiers.DistinctBy(m => m[..m.IndexOf('=')], StringComparer.OrdinalIgnoreCase), .. all.Length == 0 ? (string[])[] : [all]]);
    }

    private static bool IsAll(string word) => word.TrimStart('+', '-', '~', '?').Equals("all", StringComparison.OrdinalIgnoreCase);

    /// <summary>name=value, where the name has none of the characters of a mechanism's value (RFC 7208 §12).</summary>
    private static bool IsModifier(string word) => word.IndexOf('=') is > 0 and int equals && word.AsSpan(0, equals).IndexOfAny(':', '/') < 0;
}
