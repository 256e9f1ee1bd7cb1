namespace BulkVerify.Claims;

/// <summary>Reads ptype.property=value pairs of one result (RFC 8601 §2.2), and reason=, which has no type.</summary>
public ref struct AuthPropertyReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _index;

    /// <summary>ptype such as header, smtp, body or policy; empty for reason= and for words that are no property.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value without its quotes; quoted pairs are left as they are.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when a word without '=' was passed over.</summary>
    public bool HasStrayWords { get; private set; }

    public bool MoveNext()
    {
        while ((_index = Cfws.Skip(_text, _index)) < _text.Length)
        {
            Type = [];
            Name = ReadToken(_text, ref _index, "=.("u8);
            if ((_index = Cfws.Skip(_text, _index)) < _text.Length && _text[_index] == (byte)'.')
            {
                _index = Cfws.Skip(_text, _index + 1);
                Type = Name;
                Name = ReadToken(_text, ref _index, "=("u8);
                _index = Cfws.Skip(_text, _index);
            }
            if (_index >= _text.Length || _text[_index] != (byte)'=')
            {
                HasStrayWords = true;
                continue;
            }
            _index = Cfws.Skip(_text, _index + 1);
            Value = ReadToken(_text, ref _index, "("u8);
            return true;
        }
        return false;
    }

    /// <summary>A quoted string without its quotes (with them when "@domain" follows), or the octets up to white space or one of <paramref name="stops"/>.
    /// Advances always, unless at the end or at a stop.</summary>
    internal static ReadOnlySpan<byte> ReadToken(ReadOnlySpan<byte> text, scoped ref int index, scoped ReadOnlySpan<byte> stops)
    {
        if (index >= text.Length)
            return [];
        int start = index;
        bool quoted = text[start] == (byte)'"';
        if (quoted)
        {
            index = Cfws.QuotedEnd(text, start);
            if (index >= text.Length || text[index] != (byte)'@')
                return text[start..Math.Min(index, text.Length)].Trim((byte)'"');
        }
        while (index < text.Length && !Cfws.IsWhiteSpace(text[index]) && !stops.Contains(text[index]))
            index++;
        return text[start..index];
    }
}
