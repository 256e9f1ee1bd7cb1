using System.Buffers;

namespace BulkVerify.Claims;

/// <summary>Steps through the value of an address field token by token: a quoted string, a comment, a domain literal and an encoded word are one step each, any
/// other octet is one. What is not closed, and all of its kind after it, is plain text: so stepping through takes linear time.</summary>
internal ref struct AddressText(ReadOnlySpan<byte> text)
{
    /// <summary>Longest encoded word that is recognized, in octets; RFC 2047 §2 allows 75.</summary>
    private const int MaxEncodedWord = 256;

    // What ends an atom of a domain; other octets that no domain has are left to DomainName.
    private static readonly SearchValues<byte> DomainEnds = SearchValues.Create(" \t\r\n()<>[],;:\"@"u8);

    // What may begin a token of several octets, and what a list of mailboxes is read by: every other octet is a token that only stands for itself.
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"([=<>@,;:"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the first unclosed quoted string and comment begin.</summary>
    private int _openQuote = text.Length, _openComment = text.Length;

    public readonly int Length => _text.Length;

    public readonly byte this[int index] => _text[index];

    /// <summary>Index after the token at <paramref name="index"/>.</summary>
    public int Next(int index) => _text[index] switch
    {
        (byte)'"' when index < _openQuote => QuotedEnd(index),
        (byte)'(' when index < _openComment => CommentEnd(index),
        (byte)'[' when index > 0 && _text[index - 1] == (byte)'@' => LiteralEnd(index),
        (byte)'=' => EncodedWordEnd(index),
        _ => index + 1,
    };

    /// <summary>Index at or after <paramref name="index"/> of the first octet that is more than text or white space; <paramref name="end"/> when there is none before it.</summary>
    public readonly int SkipPlain(int index, int end)
    {
        int length = _text[index..end].IndexOfAny(Marks);
        return length < 0 ? end : index + length;
    }

    /// <summary>True when there is more than white space in the part.</summary>
    public readonly bool HasText(int index, int end) => _text[index..end].ContainsAnyExcept(" \t\r\n"u8);

    /// <summary>True when the token at <paramref name="index"/> is white space or a comment.</summary>
    public bool IsSpaceAt(int index) => Cfws.IsWhiteSpace(_text[index]) || (_text[index] == (byte)'(' && Next(index) > index + 1);

    /// <summary>Index of the first token at or after <paramref name="index"/> that is neither white space nor a comment; <paramref name="end"/> at most.</summary>
    public int SkipSpace(int index, int end)
    {
        while (index < end && IsSpaceAt(index))
            index = Next(index);
        return Math.Min(index, end);
    }

    /// <summary>Reads a domain (RFC 5322 §3.4.1, §4.4 obs-domain) into <paramref name="buffer"/> without comments and white space.</summary>
    /// <param name="length">Octets read; -1 for a literal, a quoted string, or more than the buffer holds.</param>
    /// <returns>Index after it.</returns>
    public int ReadDomain(int index, int end, scoped Span<byte> buffer, out int length)
    {
        length = 0;
        index = SkipSpace(index, end);
        if (index < end && _text[index] is (byte)'[' or (byte)'"')
        {
            length = -1;
            return Math.Min(end, _text[index] == (byte)'[' ? LiteralEnd(index) : Next(index));
        }
        while (true)
        {
            ReadOnlySpan<byte> rest = _text[index..end];
            int atom = rest.IndexOfAny(DomainEnds);
            if (atom < 0)
                atom = rest.Length;
            index += atom;
            if (length + atom > buffer.Length)
            {
                length = -1;
                return index;
            }
            rest[..atom].CopyTo(buffer[length..]);
            length += atom;
            bool afterDot = length > 0 && buffer[length - 1] == (byte)'.';
            int next = SkipSpace(index, end);
            bool goesOn = next > index && next < end && (_text[next] == (byte)'.' || (afterDot && !DomainEnds.Contains(_text[next])));
            if (!goesOn)
                return index;
            index = next;
        }
    }

    private int QuotedEnd(int index)
    {
        for (int i = index + 1; i < _text.Length; i++)
        {
            int plain = _text[i..].IndexOfAny((byte)'\\', (byte)'"');
            if (plain < 0)
                break;
            i += plain;
            if (_text[i] == (byte)'"')
                return i + 1;
            i++;
        }
        _openQuote = index;
        return index + 1;
    }

    private int CommentEnd(int index)
    {
        int depth = 0;
        for (int i = index; i < _text.Length; i++)
        {
            if (_text[i] == (byte)'\\')
                i++;
            else if (_text[i] == (byte)'(')
                depth++;
            else if (_text[i] == (byte)')' && --depth == 0)
                return i + 1;
        }
        _openComment = index;
        return index + 1;
    }

    private readonly int LiteralEnd(int index)
    {
        int length = _text[index..Math.Min(_text.Length, index + DomainName.MaxLength)].IndexOf((byte)']');
        return length < 0 ? index + 1 : index + length + 1;
    }

    // "=?charset?encoding?text?=" (RFC 2047 §2). Its text may hold what a phrase may not, such as ',' and '@', but no angle brackets.
    private readonly int EncodedWordEnd(int index)
    {
        ReadOnlySpan<byte> word = _text[index..Math.Min(_text.Length, index + MaxEncodedWord)];
        if (!word.StartsWith("=?"u8))
            return index + 1;
        int charset = word[2..].IndexOf((byte)'?') + 2;
        if (charset <= 2 || charset + 3 >= word.Length || word[charset + 2] != (byte)'?')
            return index + 1;
        int text = word[(charset + 3)..].IndexOf("?="u8);
        int length = charset + 3 + text + 2;
        return text < 0 || word[..length].IndexOfAny(" \t\r\n<>"u8) >= 0 ? index + 1 : index + length;
    }
}
