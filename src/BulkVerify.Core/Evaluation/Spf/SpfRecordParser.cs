using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Parses SPF records as a whole before anything is evaluated (RFC 7208 §4.6). Pure functions.</summary>
public static class SpfRecordParser
{
    /// <summary>Terms of one record: a bound of ours, far above any record that fits the look-up limit.</summary>
    public const int MaxTerms = 1000;

    private const int VersionLength = 6;

    /// <summary>True when a TXT record is an SPF record: "v=spf1" and then a space or the end (RFC 7208 §4.5).</summary>
    public static bool IsSpf(ReadOnlySpan<byte> text) =>
        text.Length >= VersionLength && Ascii.EqualsIgnoreCase(text[..VersionLength], "v=spf1"u8) && (text.Length == VersionLength || text[VersionLength] == (byte)' ');

    /// <summary>Parses a record for which <see cref="IsSpf"/> is true; the first error ends it and is kept with its place.</summary>
    public static SpfRecord Parse(ReadOnlySpan<byte> text)
    {
        // RFC 7208 §4.6: printable US-ASCII only, terms with spaces between.
        int odd = text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e);
        if (odd >= 0)
            return Failed("a character that is not printable US-ASCII", odd);
        List<SpfTerm> terms = [];
        SpfDomainSpec? redirect = null, explanation = null;
        int count = 0;
        foreach (Range range in text.Split((byte)' '))
        {
            (int start, int length) = range.GetOffsetAndLength(text.Length);
            if (start < VersionLength || length == 0)
                continue;
            string word = Encoding.ASCII.GetString(text.Slice(start, length));
            if (++count > MaxTerms)
                return Failed($"more than {MaxTerms} terms", start);
            if (NameOfModifier(word) is { } name)
            {
                if (!TryModifier(name, word[(name.Length + 1)..], ref redirect, ref explanation))
                    return Failed(word, start);
            }
            else if (Directive(word) is { } term)
                terms.Add(term);
            else
                return Failed(word, start);
        }
        return new SpfRecord(terms, redirect, explanation, null, -1);
    }

    private static SpfRecord Failed(string what, int offset) => new([], null, null, what, offset);

    /// <summary>The name before '=' when the word is a modifier (RFC 7208 §4.6.1); null for a directive.</summary>
    private static string? NameOfModifier(string word)
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

    // RFC 7208 §6: redirect and exp at most once each; unknown ones are ignored when well formed.
    private static bool TryModifier(string name, string value, ref SpfDomainSpec? redirect, ref SpfDomainSpec? explanation)
    {
        if (name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
            return TryOnce(value, ref redirect);
        if (name.Equals("exp", StringComparison.OrdinalIgnoreCase))
            return TryOnce(value, ref explanation);
        return SpfMacro.IsMacroString(value, inExplanation: false);
    }

    private static bool TryOnce(string value, ref SpfDomainSpec? spec)
    {
        if (spec is not null || !SpfMacro.IsDomainSpec(value))
            return false;
        spec = new SpfDomainSpec(value);
        return true;
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
            "ip4" => WithNetwork(SpfMechanism.Ip4, result, arguments, word),
            "ip6" => WithNetwork(SpfMechanism.Ip6, result, arguments, word),
            _ => null,
        };
    }

    private static SpfTerm? WithDomain(SpfMechanism mechanism, AuthResult result, string arguments, string word) =>
        arguments is [':', ..] && SpfMacro.IsDomainSpec(arguments[1..]) ? new SpfTerm(result, mechanism, new SpfDomainSpec(arguments[1..]), null, 32, 128, word) : null;

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
        return arguments[0] == ':' && SpfMacro.IsDomainSpec(arguments[1..])
            ? new SpfTerm(result, mechanism, new SpfDomainSpec(arguments[1..]), null, prefix4, prefix6, word)
            : null;
    }

    /// <summary>Cuts the mark and digits off the end; a mark with nothing after it is a length too, a wrong one.</summary>
    private static bool TryCutLength(ref string arguments, string mark, out string digits)
    {
        int start = arguments.LastIndexOf(mark, StringComparison.Ordinal);
        digits = start < 0 ? "" : arguments[(start + mark.Length)..];
        if (start < 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || (mark == "/" && start > 0 && arguments[start - 1] == '/'))
            return false;
        arguments = arguments[..start];
        return true;
    }

    // RFC 7208 §5.6
    private static SpfTerm? WithNetwork(SpfMechanism mechanism, AuthResult result, string arguments, string word)
    {
        if (arguments is not [':', ..])
            return null;
        string text = arguments[1..];
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? text : text[..slash];
        bool isIp4 = mechanism == SpfMechanism.Ip4;
        int prefix = isIp4 ? 32 : 128;
        if (slash >= 0 && !TryPrefix(text[(slash + 1)..], prefix, out prefix))
            return null;
        if (isIp4 ? !IsDottedQuad(address) : !address.Contains(':', StringComparison.Ordinal) || address.AsSpan().ContainsAny('%', '[', ']'))
            return null;
        AddressFamily expected = isIp4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        return IPAddress.TryParse(address, out IPAddress? network) && network.AddressFamily == expected
            ? new SpfTerm(result, mechanism, null, network, prefix, prefix, word)
            : null;
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
