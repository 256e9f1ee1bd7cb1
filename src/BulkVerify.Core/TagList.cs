namespace BulkVerify;

/// <summary>
/// Reads a tag list (RFC 6376 §3.2) over the unfolded or folded bytes of a field or record, without copying.
/// Each <see cref="MoveNext"/> yields the next tag; a piece that is no tag=value sets <see cref="IsMalformed"/> and goes on,
/// so that callers choose between refusing the whole list (DKIM) and dropping the piece (DMARC).
/// </summary>
public ref struct TagList(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private bool _started;

    /// <summary>Name of the current tag without surrounding white space.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Value of the current tag without surrounding white space; inner white space is kept.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when the current piece has no '=' or an ill-formed name (ALPHA *(ALPHA / DIGIT / "_")).</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Advances to the next piece; an empty one behind the last semicolon is none, any other is malformed.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty && _started)
            return false;
        int semicolon = _rest.IndexOf((byte)';');
        ReadOnlySpan<byte> piece = semicolon < 0 ? _rest : _rest[..semicolon];
        _rest = semicolon < 0 ? [] : _rest[(semicolon + 1)..];
        _started = true;
        piece = TrimWhiteSpace(piece);
        if (piece.IsEmpty && semicolon < 0)
            return false;
        int equals = piece.IndexOf((byte)'=');
        Name = TrimWhiteSpace(equals < 0 ? piece : piece[..equals]);
        Value = equals < 0 ? [] : TrimWhiteSpace(piece[(equals + 1)..]);
        IsMalformed = equals < 0 || !IsTagName(Name);
        return true;
    }

    /// <summary>Removes space, tab, CR and LF at both ends.</summary>
    public static ReadOnlySpan<byte> TrimWhiteSpace(ReadOnlySpan<byte> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
            start++;
        while (end > start && IsWhiteSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static bool IsWhiteSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsTagName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || !char.IsAsciiLetter((char)name[0]))
            return false;
        foreach (byte c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != (byte)'_')
                return false;
        }
        return true;
    }
}
