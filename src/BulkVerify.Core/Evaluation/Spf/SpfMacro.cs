using System.Globalization;
using System.Net;
using System.Text;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Macro strings (RFC 7208 §7): their syntax, and their expansion from the values of one check.</summary>
internal static class SpfMacro
{
    private const string Letters = "slodiphv";
    private const string ExplanationLetters = "slodiphvcrt";
    private const string Delimiters = ".-+,/_=";

    /// <summary>A macro string that ends in a top label or a macro (RFC 7208 §7.1 domain-spec).</summary>
    public static bool IsDomainSpec(string text)
    {
        if (!IsMacroString(text, inExplanation: false))
            return false;
        if (text.EndsWith('}'))
            return true;
        if (text.Length >= 2 && text[^2] == '%' && text[^1] is '%' or '_' or '-' && CountPercents(text) % 2 == 1)
            return true;
        string name = text.EndsWith('.') ? text[..^1] : text;
        int dot = name.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(name[(dot + 1)..]);
    }

    /// <summary>RFC 7208 §7.1 macro-string; c, r and t only in explanations.</summary>
    public static bool IsMacroString(string text, bool inExplanation)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
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

    /// <summary>Expands a macro string; the check's values come from <paramref name="values"/>. Null when a value is not known yet.</summary>
    public static string? Expand(string text, SpfMacroValues values, bool inExplanation)
    {
        var expanded = new StringBuilder(text.Length * 2);
        for (int i = 0; i < text.Length; i++)
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
            if (!TryRead(text, ref i, inExplanation, out Macro macro))
                return expanded.ToString();
            if (values.ValueOf(char.ToLowerInvariant(macro.Letter)) is not { } value)
                return null;
            string transformed = Transform(value, macro);
            expanded.Append(char.IsAsciiLetterUpper(macro.Letter) ? Uri.EscapeDataString(transformed) : transformed);
        }
        return expanded.ToString();
    }

    /// <summary>%{i}: dotted quad, or 32 nibbles with dots between (RFC 7208 §7.3).</summary>
    public static string Dotted(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? string.Join('.', bytes.Select(b => b.ToString(CultureInfo.InvariantCulture)))
            : string.Join('.', Convert.ToHexString(bytes).ToCharArray());
    }

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
        int count = int.MaxValue;
        if (position > digits && (!int.TryParse(text.AsSpan(digits, position - digits), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count == 0))
            count = position - digits > 9 ? int.MaxValue : 0;
        if (count == 0)
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
    private static bool IsTopLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !label.All(char.IsAsciiDigit);

    private static int CountPercents(string text)
    {
        int count = 0;
        for (int i = text.Length - 2; i >= 0 && text[i] == '%'; i--)
            count++;
        return count;
    }
}
