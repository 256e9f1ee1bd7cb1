namespace BulkVerify.Claims;

/// <summary>The domains of the mailboxes in a From field (RFC 5322 §3.4 with §4.4), one after the other. Where the field is ill-formed, every domain is given that a
/// reader might take for the author's, or it is called invalid: never one of several quietly. Text without '@' is passed over. Time is linear in the length.</summary>
/// <param name="text">Value of the field, folding kept.</param>
/// <param name="buffer">At least <see cref="BufferLength"/> octets: holds <see cref="Current"/>.</param>
internal ref struct MailboxDomains(ReadOnlySpan<byte> text, Span<byte> buffer)
{
    public const int BufferLength = DomainName.MaxLength * 4;

    private readonly Span<byte> _buffer = buffer;
    private AddressText _text = new(text);
    private int _index;

    /// <summary>Index of the separator that ends the current mailbox, or the length of the text.</summary>
    private int _end = -1;

    /// <summary>An angle bracket is ahead: what stands before it is a display name.</summary>
    private bool _beforeAngle;
    private bool _insideAngle;

    /// <summary>The domain as written, without comments and white space; empty when <see cref="IsInvalid"/>.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>True when the mailbox is no address, or its domain a literal, a quoted string or too long.</summary>
    public bool IsInvalid { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_index >= _end)
            {
                if (_end >= _text.Length)
                    return false;
                StartMailbox(_end + 1);
            }
            if (FindAddress())
                return true;
        }
    }

    // A mailbox ends at ',' or ';' outside of brackets; what stands before ':' is the name of a group (RFC 5322 §3.4), unless it is an address itself.
    private void StartMailbox(int start)
    {
        (_index, _beforeAngle, _insideAngle) = (start, false, false);
        bool open = false, address = false;
        int i = _text.SkipPlain(start, _text.Length);
        for (; i < _text.Length; i = _text.SkipPlain(_text.Next(i), _text.Length))
        {
            byte octet = _text[i];
            if (octet == (byte)'<')
                open = address = _beforeAngle = true;
            else if (octet == (byte)'>')
                open = false;
            else if (octet == (byte)'@')
                address = true;
            else if (!open && (octet is (byte)',' or (byte)';' || (octet == (byte)':' && address)))
                break;
            else if (!open && octet == (byte)':')
                _index = i + 1;
        }
        _end = i;
    }

    // The next "local-part @ domain" of the mailbox.
    private bool FindAddress()
    {
        bool local = false;
        while (_index < _end)
        {
            int i = _text.SkipPlain(_index, _end);
            local = local || _text.HasText(_index, i);
            if (i == _end)
            {
                _index = _end;
                break;
            }
            byte octet = _text[i];
            if (octet == (byte)'@' && !_beforeAngle)
                return TakeDomain(i + 1, local);
            _index = _text.Next(i);
            switch (octet)
            {
                case (byte)'<':
                    (_beforeAngle, _insideAngle, local) = (false, true, false);
                    SkipRoute();
                    break;
                case (byte)'>':
                    (_insideAngle, local) = (false, false);
                    break;
                default:
                    local |= !_text.IsSpaceAt(i);
                    break;
            }
        }
        return false;
    }

    // RFC 5322 §4.4 obs-route: "<@a,@b:user@domain>", in which every domain but the first may be left out
    private void SkipRoute()
    {
        int i = _text.SkipSpace(_index, _end);
        while (i < _end && _text[i] == (byte)',')
            i = _text.SkipSpace(i + 1, _end);
        if (i >= _end || _text[i] != (byte)'@')
            return;
        for (; i < _end && _text[i] is not ((byte)'<' or (byte)'>'); i = _text.Next(i))
        {
            if (_text[i] != (byte)':')
                continue;
            _index = i + 1;
            return;
        }
    }

    private bool TakeDomain(int start, bool hasLocal)
    {
        int end = _text.ReadDomain(start, _end, _buffer, out int length);
        int next = _text.SkipSpace(end, _end);
        IsInvalid = !hasLocal || length <= 0 || !IsEnd(end, next);
        Current = IsInvalid ? [] : _buffer[..length];
        _index = end;
        // "a@b@c" is one invalid address, not two.
        while (next < _end && _text[next] == (byte)'@')
        {
            _index = _text.ReadDomain(next + 1, _end, _buffer, out _);
            next = _text.SkipSpace(_index, _end);
        }
        return true;
    }

    // In brackets nothing may follow the domain; outside of them a word may, after white space.
    private bool IsEnd(int end, int next) =>
        next >= _end || (_insideAngle ? _text[next] == (byte)'>' : _text[next] is (byte)'<' or (byte)'>' || (next > end && _text[next] != (byte)'@'));
}
