namespace BulkVerify.Claims;

/// <summary>Domains of the addresses in an address list field (RFC 5322 §3.4), leniently: what stands after the last '@' of each mailbox. Display names, comments,
/// quoted strings and group names are passed over. It serves fields that only give hints; the From field is read by its own rules.</summary>
internal ref struct AddressDomains(ReadOnlySpan<byte> text)
{
    /// <summary>Octets of a field that are read.</summary>
    private const int MaxLength = 16384;

    private readonly ReadOnlySpan<byte> _text = text.Length > MaxLength ? text[..MaxLength] : text;
    private int _index;

    /// <summary>The current domain as written.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        int at = -1;
        bool angle = false;
        while (_index < _text.Length)
        {
            switch (_text[_index])
            {
                case (byte)'(':
                    _index = Cfws.CommentEnd(_text, _index);
                    continue;
                case (byte)'"':
                    _index = Cfws.QuotedEnd(_text, _index);
                    continue;
                case (byte)'<':
                    angle = true;
                    at = -1;
                    break;
                case (byte)'@':
                    at = _index;
                    break;
                case (byte)',' or (byte)';' or (byte)':' or (byte)'>':
                    bool found = Take(at, angle);
                    at = -1;
                    angle = false;
                    _index++;
                    if (found)
                        return true;
                    continue;
            }
            _index++;
        }
        return Take(at, angle);
    }

    private bool Take(int at, bool angle)
    {
        if (at < 0)
            return false;
        ReadOnlySpan<byte> domain = _text[(at + 1).._index];
        int end = angle ? -1 : domain.TrimStart(" \t\r\n"u8).IndexOfAny(" \t\r\n("u8);
        domain = end < 0 ? domain : domain.TrimStart(" \t\r\n"u8)[..end];
        int comment = domain.IndexOf((byte)'(');
        Current = TagList.TrimWhiteSpace(comment < 0 ? domain : domain[..comment]);
        return !Current.IsEmpty;
    }
}
