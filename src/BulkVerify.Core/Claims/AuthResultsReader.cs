using System.Text;

namespace BulkVerify.Claims;

/// <summary>
/// Reads Authentication-Results (RFC 8601 §2.2) and ARC-Authentication-Results (RFC 8617 §4.1.1) without copying: each <see cref="MoveNext"/> yields the next
/// method with its result. Comments and white space may stand nearly everywhere. Departures from the syntax set <see cref="Defects"/> and are passed over.
/// </summary>
public ref struct AuthResultsReader
{
    /// <summary>Octets of a field that are read; what is beyond is as if it were not there.</summary>
    private const int MaxLength = 16384;

    private readonly bool _notesDefects;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Text of the current result after its word: reason and properties.</summary>
    private ReadOnlySpan<byte> _details;

    /// <param name="value">The field's value, folded or unfolded.</param>
    /// <param name="arc">True for ARC-Authentication-Results, which begins with i=.</param>
    /// <param name="notesDefects">False where nobody asks for the <see cref="Defects"/> of results, which take a reading of their own.</param>
    public AuthResultsReader(ReadOnlySpan<byte> value, bool arc = false, bool notesDefects = true)
    {
        _notesDefects = notesDefects;
        _rest = value.Length > MaxLength ? value[..MaxLength] : value;
        if (arc)
            ReadInstance();
        ReadAuthservId();
    }

    /// <summary>Who says it; empty when the field does not tell.</summary>
    public ReadOnlySpan<byte> AuthservId { get; private set; }

    /// <summary>i= of an ARC field; 0 when missing or no number.</summary>
    public int Instance { get; private set; }

    public AuthResultsDefects Defects { get; private set; }

    /// <summary>Name of the current method as written.</summary>
    public ReadOnlySpan<byte> Method { get; private set; }

    /// <summary>Result word of the current method as written.</summary>
    public ReadOnlySpan<byte> Word { get; private set; }

    /// <summary>The word's meaning; null for one that RFC 8601 does not register.</summary>
    public AuthResult? Result { get; private set; }

    /// <summary>Inside of the first comment after the result word; empty without one.</summary>
    public ReadOnlySpan<byte> Comment { get; private set; }

    /// <summary>reason= of the current method; empty without one.</summary>
    public readonly ReadOnlySpan<byte> Reason => TryGetProperty([], "reason"u8, out ReadOnlySpan<byte> reason) ? reason : [];

    /// <summary>Properties and reason of the current method, in order.</summary>
    public readonly AuthPropertyReader Properties => new(_details);

    public readonly bool IsMethod(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(Method, name);

    /// <summary>Advances to the next result. A method of a version other than 1 is passed over (RFC 8601 §2.6).</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            ReadOnlySpan<byte> piece = NextPiece();
            if (ReadMethod(piece))
                return true;
        }
        return false;
    }

    /// <summary>The first value of the property, quotes removed.</summary>
    public readonly bool TryGetProperty(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        AuthPropertyReader properties = Properties;
        while (properties.MoveNext())
        {
            if (!Ascii.EqualsIgnoreCase(properties.Name, name) || !Ascii.EqualsIgnoreCase(properties.Type, type))
                continue;
            value = properties.Value;
            return true;
        }
        value = [];
        return false;
    }

    private void ReadInstance()
    {
        ReadOnlySpan<byte> before = _rest;
        ReadOnlySpan<byte> piece = NextPiece();
        int index = Cfws.Skip(piece, 0);
        bool tag = index < piece.Length && piece[index] == (byte)'i';
        index = Cfws.Skip(piece, index + 1);
        if (tag && index < piece.Length && piece[index] == (byte)'=')
        {
            index = Cfws.Skip(piece, index + 1);
            if (System.Buffers.Text.Utf8Parser.TryParse(piece[Math.Min(index, piece.Length)..], out int instance, out _))
                Instance = instance;
            return;
        }
        Defects |= AuthResultsDefects.NoInstance;
        _rest = before;
    }

    private void ReadAuthservId()
    {
        ReadOnlySpan<byte> before = _rest;
        ReadOnlySpan<byte> piece = NextPiece();
        int index = Cfws.Skip(piece, 0);
        ReadOnlySpan<byte> id = AuthPropertyReader.ReadToken(piece, ref index, TokenEnds.Key);
        index = Cfws.Skip(piece, index);
        if (id.IsEmpty || (index < piece.Length && piece[index] == (byte)'='))
        {
            Defects |= AuthResultsDefects.NoAuthservId;
            _rest = before;
            return;
        }
        AuthservId = id;
        int versionStart = index;
        ReadOnlySpan<byte> version = AuthPropertyReader.ReadToken(piece, ref index, TokenEnds.Key);
        if (version.IsEmpty)
            return;
        if (version.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            index = versionStart;
        else if (!IsVersion1(version))
        {
            Defects |= AuthResultsDefects.UnknownVersion;
            _rest = [];
            return;
        }
        if (Cfws.Skip(piece, index) == piece.Length)
            return;
        Defects |= AuthResultsDefects.NoSemicolon;
        _rest = before[index..];
    }

    /// <summary>method [ "/" version ] "=" result, all with comments and white space between.</summary>
    private bool ReadMethod(ReadOnlySpan<byte> piece)
    {
        int index = Cfws.Skip(piece, 0);
        Method = AuthPropertyReader.ReadToken(piece, ref index, TokenEnds.Method);
        index = Cfws.Skip(piece, index);
        bool knownVersion = true;
        if (index < piece.Length && piece[index] == (byte)'/')
        {
            index = Cfws.Skip(piece, index + 1);
            knownVersion = IsVersion1(AuthPropertyReader.ReadToken(piece, ref index, TokenEnds.Name));
            index = Cfws.Skip(piece, index);
        }
        if (Method.IsEmpty || index >= piece.Length || piece[index] != (byte)'=')
        {
            // "none" alone says that nothing was checked.
            if (!Method.IsEmpty && !IsMethod("none"u8))
                Defects |= AuthResultsDefects.StrayWord;
            return false;
        }
        index = Cfws.Skip(piece, index + 1);
        Word = AuthPropertyReader.ReadToken(piece, ref index, TokenEnds.Value);
        if (!knownVersion || Word.IsEmpty)
            return false;
        Result = AuthResultText.FromWord(Word);
        _details = piece[index..];
        Comment = FirstComment(_details);
        if (_notesDefects)
            NoteDefects();
        return true;
    }

    /// <summary>1*DIGIT, so leading zeros are possible.</summary>
    private static bool IsVersion1(ReadOnlySpan<byte> version) => version.TrimStart((byte)'0').SequenceEqual("1"u8);

    private void NoteDefects()
    {
        if (Result is null)
            Defects |= AuthResultsDefects.UnknownResult;
        AuthPropertyReader properties = Properties;
        while (properties.MoveNext())
        {
            if (properties.Type.IsEmpty && !Ascii.EqualsIgnoreCase(properties.Name, "reason"u8))
                Defects |= AuthResultsDefects.StrayWord;
        }
        if (properties.HasStrayWords)
            Defects |= AuthResultsDefects.StrayWord;
    }

    private static ReadOnlySpan<byte> FirstComment(ReadOnlySpan<byte> details)
    {
        int index = 0;
        while (index < details.Length && Cfws.IsWhiteSpace(details[index]))
            index++;
        return index < details.Length && details[index] == (byte)'(' ? Cfws.CommentText(details, index, Cfws.CommentEnd(details, index)) : [];
    }

    /// <summary>Up to the next semicolon that stands in no comment and no quoted string.</summary>
    private ReadOnlySpan<byte> NextPiece()
    {
        int index = 0;
        while (index < _rest.Length)
        {
            int plain = _rest[index..].IndexOfAny((byte)';', (byte)'(', (byte)'"');
            index = plain < 0 ? _rest.Length : index + plain;
            if (plain < 0 || _rest[index] == (byte)';')
                break;
            index = _rest[index] == (byte)'(' ? Cfws.CommentEnd(_rest, index) : Cfws.QuotedEnd(_rest, index);
        }
        ReadOnlySpan<byte> piece = _rest[..Math.Min(index, _rest.Length)];
        _rest = index >= _rest.Length ? [] : _rest[(index + 1)..];
        return piece;
    }
}
