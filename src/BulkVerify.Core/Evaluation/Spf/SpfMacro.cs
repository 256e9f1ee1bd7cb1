using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Macro strings (RFC 7208 §7): their syntax, and their expansion from the values of one check.</summary>
internal static class SpfMacro
{
    /// <summary>Longest explanation in characters; a longer one is dropped. A bound of ours: macros can multiply the text of a record.</summary>
    public const int MaxExplanation = 4096;

    /// <summary>Characters kept of a growing name: more than the longest name, of which only the right-most part counts (RFC 7208 §7.3).</summary>
    private const int KeptOfName = 4 * DomainName.MaxLength;

    private const string Letters = "slodiphv";
    private const string ExplanationLetters = "slodiphvcrt";
    private const string Delimiters = ".-+,/_=";

    /// <summary>A macro string that ends in a top label or a macro (RFC 7208 §7.1 domain-spec).</summary>
    public static bool IsDomainSpec(string text)
    {
        if (!TryMeasure(text, inExplanation: false, out bool endsInMacro))
            return false;
        if (endsInMacro)
            return true;
        string name = text.EndsWith('.') ? text[..^1] : text;
        int dot = name.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(name.AsSpan(dot + 1));
    }

    /// <summary>RFC 7208 §7.1 macro-string; spaces, and the letters c, r and t, only in explanations.</summary>
    public static bool IsMacroString(string text, bool inExplanation) => TryMeasure(text, inExplanation, out _);

    private static bool TryMeasure(string text, bool inExplanation, out bool endsInMacro)
    {
        endsInMacro = false;
        for (int i = 0; i < text.Length; i++)
        {
            endsInMacro = text[i] == '%';
            if (!endsInMacro)
            {
                if (text[i] is < '!' or > '~' && !(inExplanation && text[i] == ' '))
                    return false;
                continue;
            }
            if (++i == text.Length)
                return false;
            if (text[i] is '%' or '_' or '-')
                continue;
            if (text[i] != '{' || !TryRead(text, ref i, inExplanation, out _))
                return false;
        }
        return true;
    }

    /// <summary>Expands a well-formed macro string; null when a value is missing. A name keeps its right-most part only, and an explanation ends
    /// soon after <see cref="MaxExplanation"/>, so that the work is bounded by the record and the result by its use.</summary>
    public static string? Expand(string text, SpfMacroValues values, bool inExplanation)
    {
        var expanded = new StringBuilder(text.Length * 2);
        for (int i = 0; i < text.Length && !(inExplanation && expanded.Length > MaxExplanation); i++)
        {
            if (text[i] != '%')
            {
                expanded.Append(text[i]);
                continue;
            }
            i++;
            switch (text[i])
            {
                case '%': expanded.Append('%'); continue;
                case '_': expanded.Append(' '); continue;
                case '-': expanded.Append("%20"); continue;
            }
            if (!TryRead(text, ref i, inExplanation, out Macro macro) || values.ValueOf(char.ToLowerInvariant(macro.Letter)) is not { } value)
                return null;
            string transformed = Transform(value, macro);
            // RFC 7208 §7.3: upper case asks for URL escapes.
            expanded.Append(char.IsAsciiLetterUpper(macro.Letter) ? Uri.EscapeDataString(transformed) : transformed);
            if (!inExplanation && expanded.Length > 2 * KeptOfName)
                expanded.Remove(0, expanded.Length - KeptOfName);
        }
        return expanded.ToString();
    }

    /// <summary>The name of an expansion, cut from the left to 253 octets (RFC 7208 §7.3); null when it is none.</summary>
    public static DomainName? ParseExpanded(string expanded)
    {
        if (!Ascii.IsValid(expanded))
            return null;
        ReadOnlySpan<char> text = expanded.EndsWith('.') ? expanded.AsSpan(0, expanded.Length - 1) : expanded;
        while (text.Length > DomainName.MaxLength)
        {
            int dot = text.IndexOf('.');
            if (dot < 0)
                return null;
            text = text[(dot + 1)..];
        }
        return DomainName.TryParseQueryName(text);
    }

    /// <summary>%{i}: dotted quad, or 32 nibbles with dots between (RFC 7208 §7.3).</summary>
    public static string Dotted(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : string.Join('.', Convert.ToHexString(bytes).ToCharArray());
    }

    /// <summary>%{v}.</summary>
    public static string FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6";

    /// <summary>%{ir}.%{v}.arpa.</summary>
    public static DomainName ReverseName(IPAddress address)
    {
        string[] parts = Dotted(address).Split('.');
        Array.Reverse(parts);
        return DomainName.Parse($"{string.Join('.', parts)}.{FamilyOf(address)}.arpa");
    }

    /// <param name="Digits">Right-most parts to keep; int.MaxValue for all.</param>
    private readonly record struct Macro(char Letter, int Digits, bool Reverse, string Delimiters);

    /// <summary>Reads from '{' to '}': letter, digits, "r", delimiters (RFC 7208 §7.1 macro-expand).</summary>
    private static bool TryRead(string text, ref int i, bool inExplanation, out Macro macro)
    {
        macro = default;
        int end = text.IndexOf('}', i);
        if (end < i + 2)
            return false;
        int position = i + 1;
        char letter = text[position++];
        string letters = inExplanation ? ExplanationLetters : Letters;
        if (!letters.Contains(char.ToLowerInvariant(letter), StringComparison.Ordinal))
            return false;
        int digits = position;
        while (position < end && char.IsAsciiDigit(text[position]))
            position++;
        if (!TryReadCount(text.AsSpan(digits, position - digits), out int count))
            return false;
        bool reverse = position < end && text[position] is 'r' or 'R';
        if (reverse)
            position++;
        string delimiters = text[position..end];
        if (delimiters.AsSpan().ContainsAnyExcept(Delimiters))
            return false;
        macro = new Macro(letter, count, reverse, delimiters.Length == 0 ? "." : delimiters);
        i = end;
        return true;
    }

    /// <summary>RFC 7208 §7.3: digits, when there are any, are not zero; numbers beyond all use keep every part.</summary>
    private static bool TryReadCount(ReadOnlySpan<char> digits, out int count)
    {
        count = int.MaxValue;
        if (digits.IsEmpty)
            return true;
        ReadOnlySpan<char> significant = digits.TrimStart('0');
        return !significant.IsEmpty && (significant.Length > 9 || int.TryParse(significant, NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }

    private static string Transform(string value, in Macro macro)
    {
        if (macro is { Digits: int.MaxValue, Reverse: false, Delimiters: "." })
            return value;
        string[] parts = value.Split(macro.Delimiters.ToCharArray());
        if (macro.Reverse)
            Array.Reverse(parts);
        return string.Join('.', parts.Length > macro.Digits ? parts[^macro.Digits..] : parts);
    }

    /// <summary>Letters, digits and inner hyphens, not all digits (RFC 7208 §7.1 toplabel).</summary>
    private static bool IsTopLabel(ReadOnlySpan<char> label)
    {
        if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            return false;
        bool allDigits = true;
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
            allDigits &= char.IsAsciiDigit(c);
        }
        return !allDigits;
    }
}
