using System.Buffers;

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
            Name = ReadToken(_text, ref _index, TokenEnds.Type);
            if ((_index = Cfws.Skip(_text, _index)) < _text.Length && _text[_index] == (byte)'.')
            {
                _index = Cfws.Skip(_text, _index + 1);
                Type = Name;
                Name = ReadToken(_text, ref _index, TokenEnds.Name);
                _index = Cfws.Skip(_text, _index);
            }
            if (_index >= _text.Length || _text[_index] != (byte)'=')
            {
                HasStrayWords = true;
                continue;
            }
            _index = Cfws.Skip(_text, _index + 1);
            Value = ReadValue();
            return true;
        }
        return false;
    }

    /// <summary>RFC 5322 §3.4.1: white space and comments may stand between a local part and its "@"; such a value is given with them.</summary>
    private ReadOnlySpan<byte> ReadValue()
    {
        int start = _index;
        ReadOnlySpan<byte> value = ReadToken(_text, ref _index, TokenEnds.Value);
        int next = Cfws.Skip(_text, _index);
        if (value.IsEmpty || next == _index || next >= _text.Length || _text[next] != (byte)'@')
            return value;
        _index = next;
        ReadToken(_text, ref _index, TokenEnds.Value);
        return _text[start.._index];
    }

    /// <summary>A quoted string without its quotes (with them when "@domain" follows), or the octets up to one of <paramref name="ends"/>.
    /// Advances always, unless at the end or at such an octet.</summary>
    internal static ReadOnlySpan<byte> ReadToken(ReadOnlySpan<byte> text, scoped ref int index, SearchValues<byte> ends)
    {
        if (index >= text.Length)
            return [];
        int start = index;
        bool quoted = text[start] == (byte)'"';
        if (quoted)
        {
            index = Cfws.QuotedEnd(text, start);
            if (index >= text.Length || text[index] != (byte)'@')
                return Unquoted(text[start..Math.Min(index, text.Length)]);
        }
        int length = text[index..].IndexOfAny(ends);
        index = length < 0 ? text.Length : index + length;
        return text[start..index];
    }

    /// <summary>The inside of a quoted string, which may lack its end; a quote at the end that is part of a quoted pair stays.</summary>
    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> inside = text[1..];
        if (inside.IsEmpty || inside[^1] != (byte)'"')
            return inside;
        int backslashes = inside.Length - 1 - (inside[..^1].LastIndexOfAnyExcept((byte)'\\') + 1);
        return backslashes % 2 == 0 ? inside[..^1] : inside;
    }
}
