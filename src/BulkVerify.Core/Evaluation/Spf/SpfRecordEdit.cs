namespace BulkVerify.Evaluation.Spf;

/// <summary>Changes an SPF record as its owner would: one record, everything else as it was. Pure.</summary>
public static class SpfRecordEdit
{
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

    private static bool IsAll(string word) => word.TrimStart('+', '-', '~', '?').Equals("all", StringComparison.OrdinalIgnoreCase);

    /// <summary>name=value, where the name has none of the characters of a mechanism's value (RFC 7208 §12).</summary>
    private static bool IsModifier(string word) => word.IndexOf('=') is > 0 and int equals && word.AsSpan(0, equals).IndexOfAny(':', '/') < 0;
}
