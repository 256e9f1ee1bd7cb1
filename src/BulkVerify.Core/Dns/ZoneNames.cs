namespace BulkVerify.Dns;

/// <summary>Reads the names of a master file: relative ones below the origin, <c>@</c>, the root, escapes.</summary>
internal sealed class ZoneNames
{
    private byte[] _lastText = [];
    private DomainName? _last;
    private DomainName? _lastOrigin;

    /// <summary>The origin; null for the root, which it is before any $ORIGIN.</summary>
    public DomainName? Origin { get; set; }

    /// <summary>Reads a name. Returns null, or what is wrong with it. <paramref name="name"/> is null for the root, and for a name
    /// that the DNS allows but <see cref="DomainName"/> cannot hold (a dot or a control octet inside a label).</summary>
    public string? Read(in ZoneToken token, ReadOnlySpan<byte> text, out DomainName? name)
    {
        name = null;
        if (token.EscapedDot)
            return null;
        if (!token.Escaped && !token.Quoted && text is [(byte)'@'])
        {
            name = Origin;
            return Origin is null ? "stands for an $ORIGIN that is not set" : null;
        }
        if (text is [(byte)'.'])
            return null;
        // Owners and targets often repeat line after line.
        if (_last is not null && Origin == _lastOrigin && text.SequenceEqual(_lastText))
        {
            name = _last;
            return null;
        }
        name = Parse(text);
        if (name is null)
            return token.Escaped && text.IndexOfAnyInRange((byte)0, (byte)' ') >= 0 ? null : "is not a domain name";
        Remember(text, name);
        return null;
    }

    private DomainName? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length > 4 * DomainName.MaxLength)
            return null;
        if (Origin is null || text.EndsWith("."u8))
            return DomainName.TryParseQueryName(text);
        Span<byte> whole = stackalloc byte[text.Length + 1 + Origin.Value.Length];
        text.CopyTo(whole);
        whole[text.Length] = (byte)'.';
        System.Text.Encoding.ASCII.GetBytes(Origin.Value, whole[(text.Length + 1)..]);
        return DomainName.TryParseQueryName(whole);
    }

    private void Remember(ReadOnlySpan<byte> text, DomainName name)
    {
        if (_lastText.Length == text.Length)
            text.CopyTo(_lastText);
        else
            _lastText = text.ToArray();
        _last = name;
        _lastOrigin = Origin;
    }
}
