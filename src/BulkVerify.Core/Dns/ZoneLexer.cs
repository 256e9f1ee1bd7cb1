using System.Buffers;

namespace BulkVerify.Dns;

/// <summary>Cuts the lines of a master file into entries of tokens (RFC 1035 §5.1). Fed line by line; keeps the tokens of one entry.</summary>
internal sealed class ZoneLexer
{
    /// <summary>Most octets of the tokens of one entry: more than the largest TXT record (65,535) in any spelling.</summary>
    public const int MaxEntryLength = 128 * 1024;

    private static readonly SearchValues<byte> PlainEnds = SearchValues.Create(" \t\r;()\"\\"u8);

    private readonly List<ZoneToken> _tokens = [];
    private byte[] _text = new byte[4096];
    private int _length;
    private int _depth;

    /// <summary>Tokens of the entry.</summary>
    public List<ZoneToken> Tokens => _tokens;

    /// <summary>The entry began with white space: its owner is that of the entry before.</summary>
    public bool HasBlankOwner { get; private set; }

    /// <summary>Number of the line on which the entry began, kept by the caller.</summary>
    public int FirstLine { get; private set; }

    /// <summary>True while parentheses are open: the entry goes on in the next line.</summary>
    public bool IsOpen => _depth > 0;

    public ReadOnlySpan<byte> Text(ZoneToken token) => _text.AsSpan(token.Start, token.Length);

    /// <summary>Drops the entry.</summary>
    public void Reset()
    {
        _tokens.Clear();
        _length = 0;
        _depth = 0;
    }

    /// <summary>Takes one line without its line end. Returns null, or what is wrong with it; then the entry is to be dropped.</summary>
    public string? Feed(ReadOnlySpan<byte> line, int lineNumber)
    {
        if (!IsOpen)
        {
            Reset();
            FirstLine = lineNumber;
            HasBlankOwner = line.Length > 0 && line[0] is (byte)' ' or (byte)'\t';
        }
        if (_length + line.Length > MaxEntryLength)
            return $"an entry of more than {MaxEntryLength} octets";
        if (_text.Length < _length + line.Length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + line.Length));
        for (int at = 0; at < line.Length;)
        {
            switch (line[at])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    at++;
                    break;
                case (byte)';':
                    return null;
                case (byte)'(':
                    _depth++;
                    at++;
                    break;
                case (byte)')':
                    if (--_depth < 0)
                        return "')' without '('";
                    at++;
                    break;
                case (byte)'"':
                    if (!TakeQuoted(line, ref at))
                        return "a quoted string is not closed on its line";
                    break;
                default:
                    TakePlain(line, ref at);
                    break;
            }
        }
        return null;
    }

    private bool TakeQuoted(ReadOnlySpan<byte> line, ref int at)
    {
        int start = _length;
        at++;
        while (at < line.Length)
        {
            int run = line[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (run < 0)
                return false;
            Append(line.Slice(at, run));
            at += run;
            if (line[at] == '"')
            {
                at++;
                _tokens.Add(new ZoneToken(start, _length - start, Quoted: true, Escaped: false, EscapedDot: false));
                return true;
            }
            _text[_length++] = Unescape(line, ref at);
        }
        return false;
    }

    private void TakePlain(ReadOnlySpan<byte> line, ref int at)
    {
        int start = _length;
        bool escaped = false;
        bool escapedDot = false;
        while (at < line.Length)
        {
            int run = line[at..].IndexOfAny(PlainEnds);
            Append(run < 0 ? line[at..] : line.Slice(at, run));
            at += run < 0 ? line.Length - at : run;
            if (run < 0 || line[at] != '\\')
                break;
            byte octet = Unescape(line, ref at);
            escaped = true;
            escapedDot |= octet is (byte)'.' or > 127;
            _text[_length++] = octet;
        }
        _tokens.Add(new ZoneToken(start, _length - start, Quoted: false, escaped, escapedDot));
    }

    /// <summary>\DDD is the octet of that decimal number, \X is X (RFC 1035 §5.1); a backslash at the end of the line is itself.</summary>
    private static byte Unescape(ReadOnlySpan<byte> line, ref int at)
    {
        ReadOnlySpan<byte> rest = line[(at + 1)..];
        if (rest.Length >= 3 && char.IsAsciiDigit((char)rest[0]) && char.IsAsciiDigit((char)rest[1]) && char.IsAsciiDigit((char)rest[2]))
        {
            int value = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + rest[2] - '0';
            if (value <= 255)
            {
                at += 4;
                return (byte)value;
            }
        }
        at += rest.IsEmpty ? 1 : 2;
        return rest.IsEmpty ? (byte)'\\' : rest[0];
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_text.AsSpan(_length));
        _length += octets.Length;
    }
}
