using System.Globalization;
using System.Text;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The verdicts of a row as a header section: where the message is, and an Authentication-Results field (RFC 8601 §2.2), folded, ended by an empty line.</summary>
public static class AuthResultsText
{
    /// <summary>Field of our own that says which message the results belong to, as archive@offset.</summary>
    public const string LocatorField = "X-BulkVerify-Message";

    /// <summary>Columns before a line is folded (RFC 5322 §2.1.1 recommends 78).</summary>
    private const int FoldColumn = 76;

    /// <summary>A value is cut so that no line comes near the 998 octets of RFC 5322 §2.1.1.</summary>
    private const int MaxValue = 300;

    public static void Write(MessageRow row, string authservId, Stream to)
    {
        var text = new StringBuilder(512);
        text.Append(LocatorField).Append(": ").Append(Unstructured($"{row.Archive}@{row.Offset.ToString(CultureInfo.InvariantCulture)}")).Append('\n');
        text.Append("Authentication-Results: ").Append(Value(authservId));
        int lineStart = text.ToString().LastIndexOf('\n') + 1;
        foreach (IReadOnlyList<string> result in Results(row))
        {
            text.Append(";\n\t").Append(result[0]);
            lineStart = text.Length - result[0].Length;
            foreach (string property in result.Skip(1))
            {
                bool fold = text.Length - lineStart + property.Length + 1 > FoldColumn;
                text.Append(fold ? "\n\t " : " ").Append(property);
                if (fold)
                    lineStart = text.Length - property.Length;
            }
        }
        text.Append("\n\n");
        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Each method with its result, then its reason and properties.</summary>
    private static IEnumerable<IReadOnlyList<string>> Results(MessageRow row)
    {
        // RFC 8601 §2.7.2; RFC 7208 §2.4: the null reverse-path is checked as postmaster of the HELO name.
        yield return row.MailFrom is "" or "<>"
            ? [$"spf={row.SpfResult}", .. Reason(row.SpfResult, row.SpfReason), .. Property("smtp.helo", row.Helo)]
            : [$"spf={row.SpfResult}", .. Reason(row.SpfResult, row.SpfReason), .. Property("smtp.mailfrom", row.MailFrom)];
        if (row.Dkim.Count == 0)
            yield return ["dkim=none"];
        foreach (SignatureRow s in row.Dkim)
            yield return [$"dkim={s.Result}", .. Reason(s.Result, s.Reason), .. Property("header.d", s.D), .. Property("header.s", s.S), .. Property("header.a", s.A == "unknown" ? "" : s.A)];
        if (row.ArcResult is not ("" or "none"))
            yield return [$"arc={row.ArcResult}", .. Reason(row.ArcResult, row.ArcReason)];
        yield return [$"dmarc={row.DmarcResult}", .. Reason(row.DmarcResult, row.DmarcReason), .. Property("header.from", row.AuthorDomain), .. Property("policy.published-domain-policy", row.DmarcPolicy)];
    }

    private static IEnumerable<string> Reason(string result, string reason) =>
        result == "pass" || reason.Length == 0 ? [] : [$"reason=\"{RowAssessor.Words(reason)}\""];

    private static IEnumerable<string> Property(string name, string value) => value.Length == 0 ? [] : [$"{name}={Value(value)}"];

    /// <summary>RFC 8601 §2.2 pvalue: as it is when that is a token or local-part@domain of dot-atoms, else as a quoted-string.</summary>
    private static string Value(string text)
    {
        string plain = Unstructured(text);
        int at = plain.LastIndexOf('@');
        bool bare = plain.Length > 0 && (at < 0 ? plain.All(IsTokenCharacter) : plain[..at].All(IsTokenCharacter) && at + 1 < plain.Length && plain[(at + 1)..].All(IsTokenCharacter));
        return bare ? plain : $"\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>RFC 2045 §5.1: printable US-ASCII without tspecials, and none of "%" and "'" that extensions give a meaning.</summary>
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$&*+-._^`{|}~".Contains(c, StringComparison.Ordinal);

    /// <summary>Nothing that could end a line or steer a terminal; cut at <see cref="MaxValue"/> characters.</summary>
    private static string Unstructured(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (plain.Length >= MaxValue)
                break;
            bool harmless = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
            plain.Append(harmless ? rune.ToString() : "?");
        }
        return plain.ToString();
    }
}
