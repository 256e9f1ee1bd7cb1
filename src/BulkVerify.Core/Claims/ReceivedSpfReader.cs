using System.Text;

namespace BulkVerify.Claims;

/// <summary>Reads Received-SPF (RFC 7208 §9.1): a result word, a comment, and key=value pairs.</summary>
public ref struct ReceivedSpfReader
{
    /// <summary>Octets of a field that are read.</summary>
    private const int MaxLength = 8192;

    private readonly ReadOnlySpan<byte> _pairs;

    public ReceivedSpfReader(ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxLength)
            value = value[..MaxLength];
        int index = Cfws.Skip(value, 0);
        Word = AuthPropertyReader.ReadToken(value, ref index, TokenEnds.Key);
        Result = AuthResultText.FromWord(Word);
        while (index < value.Length && Cfws.IsWhiteSpace(value[index]))
            index++;
        if (index < value.Length && value[index] == (byte)'(')
        {
            int end = Cfws.CommentEnd(value, index);
            Comment = Cfws.CommentText(value, index, end);
            index = end;
        }
        _pairs = value[Math.Min(index, value.Length)..];
    }

    /// <summary>The result word as written.</summary>
    public ReadOnlySpan<byte> Word { get; }

    /// <summary>The word's meaning; null for one that is no result.</summary>
    public AuthResult? Result { get; }

    /// <summary>Inside of the comment; by custom "host: explanation".</summary>
    public ReadOnlySpan<byte> Comment { get; }

    /// <summary>The host that checked: receiver=, of an address there its domain, else the host that begins the comment; empty when neither tells, or hides it as "&lt;UNKNOWN&gt;".</summary>
    public readonly ReadOnlySpan<byte> Receiver
    {
        get
        {
            if (TryGetValue("receiver"u8, out ReadOnlySpan<byte> receiver))
                return Ascii.EqualsIgnoreCase(receiver, "<UNKNOWN>"u8) ? [] : receiver[(receiver.LastIndexOf((byte)'@') + 1)..];
            int colon = Comment.IndexOf((byte)':');
            ReadOnlySpan<byte> host = colon < 0 ? [] : Comment[..colon].Trim((byte)' ');
            return host.ContainsAny(" \t\r\n"u8) ? [] : host;
        }
    }

    /// <summary>True when it was the HELO name that was checked by itself (RFC 7208 §2.3).</summary>
    public readonly bool IsOfHelo => TryGetValue("identity"u8, out ReadOnlySpan<byte> identity) && Ascii.EqualsIgnoreCase(identity, "helo"u8);

    /// <summary>The first value of the key, quotes removed.</summary>
    public readonly bool TryGetValue(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        int index = 0;
        while ((index = SkipSeparators(_pairs, index)) < _pairs.Length)
        {
            ReadOnlySpan<byte> name = AuthPropertyReader.ReadToken(_pairs, ref index, TokenEnds.Key);
            index = Cfws.Skip(_pairs, index);
            if (index >= _pairs.Length || _pairs[index] != (byte)'=')
                continue;
            index = Cfws.Skip(_pairs, index + 1);
            value = AuthPropertyReader.ReadToken(_pairs, ref index, TokenEnds.PairValue);
            if (Ascii.EqualsIgnoreCase(name, key))
                return true;
        }
        value = [];
        return false;
    }

    private static int SkipSeparators(ReadOnlySpan<byte> text, int index)
    {
        while ((index = Cfws.Skip(text, index)) < text.Length && text[index] == (byte)';')
            index++;
        return index;
    }
}
