using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Parses SPF records as a whole before anything is evaluated (RFC 7208 §4.6). Pure functions.</summary>
public static class SpfRecordParser
{
    /// <summary>True when a TXT record is an SPF record: "v=spf1" and then a space or the end (RFC 7208 §4.5).</summary>
    public static bool IsSpf(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && Ascii.EqualsIgnoreCase(text[..6], "v=spf1"u8) && (text.Length == 6 || text[6] == (byte)' ');

    /// <summary>Parses what follows the version.</summary>
    public static SpfRecord Parse(ReadOnlySpan<byte> text, SpfLimits limits)
    {
        // RFC 7208 §4.6: printable US-ASCII only.
        if (text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e))
            return Failed("a character that is not printable US-ASCII");
        List<SpfTerm> terms = [];
        string? redirect = null, explanation = null;
        string[] words = Encoding.ASCII.GetString(text[6..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > limits.MaxTerms)
            return Failed($"more than {limits.MaxTerms} terms");
        foreach (string word in words)
        {
            if (ModifierName(word) is { } name)
            {
                string value = word[(name.Length + 1)..];
                if (!Modifier(name, value, ref redirect, ref explanation))
                    return Failed(word);
            }
            else if (Directive(word) is { } term)
                terms.Add(term);
            else
                return Failed(word);
        }
        return new SpfRecord(terms, redirect, explanation, null);
    }

    private static SpfRecord Failed(string what) => new([], null, null, what);

    /// <summary>The name before '=' when the word is a modifier (RFC 7208 §4.6.1); null for a directive.</summary>
    private static string? ModifierName(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !char.IsAsciiLetter(word[0]))
            return null;
        foreach (char c in word.AsSpan(0, equals))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return null;
        }
        return word[..equals];
    }

    private static bool Modifier(string name, string value, ref string? redirect, ref string? explanation)
    {
        // RFC 7208 §6: redirect and exp at most once each; unknown ones are ignored when well formed.
        if (name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
        {
            bool valid = redirect is null && SpfMacro.IsDomainSpec(value);
            redirect = value;
            return valid;
        }
        if (name.Equals("exp", StringComparison.OrdinalIgnoreCase))
        {
            bool valid = explanation is null && SpfMacro.IsDomainSpec(value);
            explanation = value;
            return valid;
        }
        return SpfMacro.IsMacroString(value, inExplanation: false);
    }

    private static SpfTerm? Directive(string word)
    {
        // RFC 7208 §4.6.2
        AuthResult result = word[0] switch
        {
            '-' => AuthResult.Fail,
            '~' => AuthResult.SoftFail,
            '?' => AuthResult.Neutral,
            _ => AuthResult.Pass,
        };
        string rest = word[0] is '+' or '-' or '~' or '?' ? word[1..] : word;
        int end = rest.AsSpan().IndexOfAny(':', '/');
        string name = end < 0 ? rest : rest[..end];
        string arguments = end < 0 ? "" : rest[end..];
        return name.ToLowerInvariant() switch
        {
            "all" when arguments.Length == 0 => new SpfTerm(result, SpfMechanism.All, null, null, 32, 128, word),
            "include" => WithDomain(SpfMechanism.Include, result, arguments, word),
            "exists" => WithDomain(SpfMechanism.Exists, result, arguments, word),
            "a" => WithPrefixes(SpfMechanism.A, result, arguments, word),
            "mx" => WithPrefixes(SpfMechanism.Mx, result, arguments, word),
            "ptr" => arguments.Length == 0 ? new SpfTerm(result, SpfMechanism.Ptr, null, null, 32, 128, word) : WithDomain(SpfMechanism.Ptr, result, arguments, word),
            "ip4" => Network(SpfMechanism.Ip4, result, arguments, word),
            "ip6" => Network(SpfMechanism.Ip6, result, arguments, word),
            _ => null,
        };
    }

    private static SpfTerm? WithDomain(SpfMechanism mechanism, AuthResult result, string arguments, string word) =>
        arguments is [':', ..] && SpfMacro.IsDomainSpec(arguments[1..]) ? new SpfTerm(result, mechanism, arguments[1..], null, 32, 128, word) : null;

    /// <summary>[ ":" domain-spec ] [ "/" ip4-length ] [ "//" ip6-length ] (RFC 7208 §5.3, §5.4).</summary>
    private static SpfTerm? WithPrefixes(SpfMechanism mechanism, AuthResult result, string arguments, string word)
    {
        int prefix4 = 32, prefix6 = 128;
        // A slash may also stand within a domain-spec; a length is one whose digits reach the end.
        if (TryCutLength(ref arguments, "//", out string digits) && !TryPrefix(digits, 128, out prefix6))
            return null;
        if (TryCutLength(ref arguments, "/", out digits) && !TryPrefix(digits, 32, out prefix4))
            return null;
        if (arguments.Length == 0)
            return new SpfTerm(result, mechanism, null, null, prefix4, prefix6, word);
        return arguments[0] == ':' && SpfMacro.IsDomainSpec(arguments[1..]) ? new SpfTerm(result, mechanism, arguments[1..], null, prefix4, prefix6, word) : null;
    }

    /// <summary>Cuts "/" and digits off the end; a slash with nothing after it is a length too, a wrong one.</summary>
    private static bool TryCutLength(ref string arguments, string mark, out string digits)
    {
        int start = arguments.LastIndexOf(mark, StringComparison.Ordinal);
        digits = start < 0 ? "" : arguments[(start + mark.Length)..];
        if (start < 0 || !digits.All(char.IsAsciiDigit) || (mark == "/" && start > 0 && arguments[start - 1] == '/'))
            return false;
        arguments = arguments[..start];
        return true;
    }

    // RFC 7208 §5.6
    private static SpfTerm? Network(SpfMechanism mechanism, AuthResult result, string arguments, string word)
    {
        if (arguments is not [':', ..])
            return null;
        string text = arguments[1..];
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        int longest = mechanism == SpfMechanism.Ip4 ? 32 : 128;
        int prefix = longest;
        if (slash >= 0 && !TryPrefix(text[(slash + 1)..], longest, out prefix))
            return null;
        string address = slash < 0 ? text : text[..slash];
        if (mechanism == SpfMechanism.Ip4 ? !IsDottedQuad(address) : !address.Contains(':', StringComparison.Ordinal) || address.AsSpan().ContainsAny('%', '[', ']'))
            return null;
        if (!IPAddress.TryParse(address, out IPAddress? network))
            return null;
        AddressFamily expected = mechanism == SpfMechanism.Ip4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        return network.AddressFamily == expected ? new SpfTerm(result, mechanism, null, network, prefix, prefix, word) : null;
    }

    private static bool IsDottedQuad(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'));
    }

    /// <summary>A length without leading zeros (RFC 7208 §5.6).</summary>
    private static bool TryPrefix(string digits, int longest, out int prefix) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
        && digits.Length <= 3 && (digits.Length == 1 || digits[0] != '0') && prefix <= longest;
}
