using System.Globalization;
using System.Text;

namespace BulkVerify;

/// <summary>
/// A domain name in canonical form: A-labels, lower case, no final dot, 1 to 253 octets, labels of 1 to 63 octets.
/// Immutable; equality and hash code are those of the canonical text, so names may be compared by value everywhere.
/// </summary>
/// <remarks>RFC 1035 §2.3.1 and §2.3.4 for lengths; RFC 5890 for A-labels. Underscores and other octets that DNS allows
/// are accepted: whether a name may be a mail domain is the caller's question.</remarks>
public sealed class DomainName : IEquatable<DomainName>, IComparable<DomainName>
{
    /// <summary>Longest name in octets without the final dot (RFC 1035 §2.3.4).</summary>
    public const int MaxLength = 253;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    // 0 until it is asked for. Names are keys of every cache of a run.
    private int _hash;

    private DomainName(string value)
    {
        Value = value;
        LabelCount = value.AsSpan().Count('.') + 1;
    }

    /// <summary>The canonical text.</summary>
    public string Value { get; }

    /// <summary>Number of labels, at least 1.</summary>
    public int LabelCount { get; }

    /// <summary>Parses UTF-8 text as <see cref="TryParse(ReadOnlySpan{char})"/> does; null when it is no domain name.</summary>
    public static DomainName? TryParse(ReadOnlySpan<byte> utf8) => utf8.Contains((byte)' ') ? null : TryParseQueryName(utf8);

    /// <summary>Parses UTF-8 text as <see cref="TryParseQueryName(ReadOnlySpan{char})"/> does; null when it is no domain name.</summary>
    public static DomainName? TryParseQueryName(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > 4 * MaxLength)
            return null;
        Span<char> chars = stackalloc char[utf8.Length];
        return System.Text.Unicode.Utf8.ToUtf16(utf8, chars, out _, out int written, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done
            ? TryParseQueryName(chars[..written])
            : null;
    }

    /// <summary>Parses a name; U-labels become A-labels (RFC 8616 §2), upper case becomes lower case, one final dot is dropped.
    /// Null when empty, too long, with an empty label, or with spaces or control characters.</summary>
    public static DomainName? TryParse(ReadOnlySpan<char> text) => text.Contains(' ') ? null : TryParseQueryName(text);

    /// <summary>Parses as <see cref="TryParse(ReadOnlySpan{char})"/> does, and lets labels hold spaces, which SPF macros can make (RFC 7208 §7.1 "%_").</summary>
    public static DomainName? TryParseQueryName(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[^1] == '.')
            text = text[..^1];
        if (text.Length is 0 or > 4 * MaxLength)
            return null;
        if (!Ascii.IsValid(text))
            return TryParseUnicode(text);
        if (!HasValidLabels(text))
            return null;
        Span<char> lower = stackalloc char[text.Length];
        Ascii.ToLower(text, lower, out _);
        return new DomainName(new string(lower));
    }

    /// <summary>Parses a name that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is no domain name.</exception>
    public static DomainName Parse(string text) =>
        TryParse(text.AsSpan()) ?? throw new FormatException($"'{text}' is not a domain name.");

    /// <summary>True for letters, digits, hyphens and, since there are such domains of mail, underscores.</summary>
    public bool HasMailCharacters => !Value.AsSpan().ContainsAnyExcept(MailCharacters);

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789");

    private static readonly System.Buffers.SearchValues<char> MailCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>True for a name that a host or a mail domain may have: with <see cref="HasMailCharacters"/>, and not an address (RFC 5321 §2.3.5).</summary>
    public bool IsHostName => HasMailCharacters && Value.AsSpan(Value.LastIndexOf('.') + 1).ContainsAnyExcept(Digits);

    /// <summary>The name without its left-most label; null for a single label.</summary>
    public DomainName? Parent => LabelCount == 1 ? null : new DomainName(Value[(Value.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    /// <summary>The right-most <paramref name="count"/> labels (1 to <see cref="LabelCount"/>).</summary>
    public DomainName Rightmost(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ReadOnlySpan<char> rest = Value;
        for (int labels = LabelCount; labels > count; labels--)
            rest = rest[(rest.IndexOf('.') + 1)..];
        return rest.Length == Value.Length ? this : new DomainName(new string(rest));
    }

    /// <summary>The name with <paramref name="prefix"/> (one or more labels, no dot at either end) in front; null when that is too long for DNS.</summary>
    public DomainName? Prepend(string prefix) => TryParse($"{prefix}.{Value}".AsSpan());

    /// <summary>True for the same name and for every name below <paramref name="ancestor"/>.</summary>
    public bool IsSameOrBelow(DomainName ancestor) =>
        Value.Length == ancestor.Value.Length
            ? Equals(ancestor)
            : Value.Length > ancestor.Value.Length
              && Value[Value.Length - ancestor.Value.Length - 1] == '.'
              && Value.EndsWith(ancestor.Value, StringComparison.Ordinal);

    public bool Equals(DomainName? other) => ReferenceEquals(this, other) || (other is not null && GetHashCode() == other.GetHashCode() && Value == other.Value);

    public override bool Equals(object? obj) => Equals(obj as DomainName);

    public override int GetHashCode()
    {
        int hash = _hash;
        if (hash == 0)
            _hash = hash = Value.GetHashCode(StringComparison.Ordinal) | 1;
        return hash;
    }

    public int CompareTo(DomainName? other) => string.CompareOrdinal(Value, other?.Value);

    public override string ToString() => Value;

    public static bool operator ==(DomainName? left, DomainName? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(DomainName? left, DomainName? right) => !(left == right);

    private static DomainName? TryParseUnicode(ReadOnlySpan<char> text)
    {
        if (!HasOnlyText(text))
            return null;
        try
        {
            // Without globalization data GetAscii encodes what should be mapped first as it is: capitals and wide letters (RFC 5895 §2 steps 1 and 2).
            string ascii = Idn.GetAscii(Narrow(new string(text).ToLowerInvariant()));
            return Ascii.IsValid(ascii) && HasValidLabels(ascii) ? new DomainName(ascii.ToLowerInvariant()) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The fullwidth forms of US-ASCII as what they stand for; no U-label has them.</summary>
    private static string Narrow(string text) => !text.AsSpan().ContainsAnyInRange('\uFF01', '\uFF5E') ? text
        : string.Create(text.Length, text, static (chars, from) =>
        {
            for (int i = 0; i < chars.Length; i++)
                chars[i] = from[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(from[i] - '\uFF01' + '!') : from[i];
        });

    /// <summary>False for what no U-label has (RFC 5892 §2.6): spaces, separators, controls and characters that do not show, which encoding alone would let pass.</summary>
    private static bool HasOnlyText(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            // Joiners are allowed between some letters (RFC 5892 §A.1, §A.2).
            bool isText = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
            if (!isText && rune.Value is not (0x200C or 0x200D))
                return false;
        }
        return true;
    }

    private static bool HasValidLabels(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength || text.ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f'))
            return false;
        for (ReadOnlySpan<char> rest = text; ;)
        {
            int dot = rest.IndexOf('.'), length = dot < 0 ? rest.Length : dot;
            if (length is 0 or > 63)
                return false;
            if (dot < 0)
                return true;
            rest = rest[(dot + 1)..];
        }
    }
}
