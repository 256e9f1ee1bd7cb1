using System.Globalization;
using System.Text;

namespace BulkVerify.Summaries;

/// <summary>Values of an Authentication-Results field (RFC 8601 §2.2). Whatever the text holds, it stays one value on one line.</summary>
internal static class AuthResultsValue
{
    /// <summary>Octets of a value before it is cut, so that no line comes near the 998 octets of RFC 5322 §2.1.1, all of them quoted.</summary>
    private const int MaxOctets = 300;

    /// <summary>value: a token (RFC 2045 §5.1) as it is, else a quoted-string.</summary>
    public static string Of(string text)
    {
        string plain = Plain(text);
        return plain.Length > 0 && plain.All(IsTokenCharacter) ? plain : Quoted(plain);
    }

    /// <summary>[[local-part] "@"] domain-name, which a value that stands for a mailbox has to be; where it has no such domain, as any other value.</summary>
    public static string OfMailbox(string text)
    {
        string plain = Plain(text);
        int at = plain.LastIndexOf('@');
        if (at < 0 || !IsDomainName(plain[(at + 1)..]))
            return Of(text);
        string local = plain[..at];
        return local.Length == 0 || IsDotAtom(local) || IsQuotedString(local) ? plain : $"{Quoted(local)}{plain[at..]}";
    }

    /// <summary>Nothing that could end a line or steer a terminal; cut at <see cref="MaxOctets"/>.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, MaxOctets));
        int octets = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            if (octets > MaxOctets)
                break;
            bool harmless = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
            plain.Append(harmless ? rune.ToString() : "?");
        }
        return plain.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>RFC 2045 §5.1: printable US-ASCII without tspecials, and none of "%" and "'" that extensions give a meaning.</summary>
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$&*+-._^`{|}~".Contains(c, StringComparison.Ordinal);

    /// <summary>RFC 5322 §3.2.3, as widened by RFC 6531 §3.3.</summary>
    private static bool IsDotAtom(string text) => text.Split('.').All(atom => atom.Length > 0 && atom.All(c => c > '\u007f' || char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal)));

    /// <summary>RFC 5322 §3.2.4: begins and ends with a quote, and holds none that is not part of a quoted pair.</summary>
    private static bool IsQuotedString(string text)
    {
        if (text.Length < 2 || text[0] != '"')
            return false;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i == text.Length - 1;
        }
        return false;
    }

    /// <summary>RFC 6376 §3.5: two labels or more of letters, digits and inner hyphens; U-labels too (RFC 8601 §2.7.2).</summary>
    private static bool IsDomainName(string text)
    {
        string[] labels = text.Split('.');
        return labels.Length > 1 && labels.All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => c > '\u007f' ? char.IsLetterOrDigit(c) || char.IsSurrogate(c) : char.IsAsciiLetterOrDigit(c) || c == '-'));
    }
}
