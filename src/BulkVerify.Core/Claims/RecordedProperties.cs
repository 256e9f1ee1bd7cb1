using System.Text;

namespace BulkVerify.Claims;

/// <summary>The properties of one recorded result (RFC 8601 §2.7) that claims are made of: of each the first value, gathered in one reading.</summary>
internal ref struct RecordedProperties
{
    private First _remoteIp, _clientIp, _reverse, _mailFrom, _helo, _domain, _identity, _selector, _prefix;

    public RecordedProperties(AuthPropertyReader properties)
    {
        while (properties.MoveNext())
        {
            ReadOnlySpan<byte> type = properties.Type;
            if (type.IsEmpty)
                continue;
            switch (type[0] | 0x20)
            {
                case 's' when Ascii.EqualsIgnoreCase(type, "smtp"u8):
                    TakeSmtp(properties.Name, properties.Value);
                    break;
                case 'h' when Ascii.EqualsIgnoreCase(type, "header"u8):
                    TakeHeader(properties.Name, properties.Value);
                    break;
                case 'p' when Ascii.EqualsIgnoreCase(type, "policy"u8) && Ascii.EqualsIgnoreCase(properties.Name, "iprev"u8):
                    _reverse.Offer(properties.Value);
                    break;
            }
        }
    }

    public readonly bool HasAddress => _remoteIp.IsThere || _clientIp.IsThere || _reverse.IsThere;

    /// <summary>smtp.remote-ip, smtp.client-ip or policy.iprev.</summary>
    public readonly ReadOnlySpan<byte> Address => _remoteIp.IsThere ? _remoteIp.Value : _clientIp.IsThere ? _clientIp.Value : _reverse.Value;

    public readonly bool HasMailFrom => _mailFrom.IsThere;

    public readonly ReadOnlySpan<byte> MailFrom => _mailFrom.Value;

    public readonly bool HasHelo => _helo.IsThere;

    public readonly ReadOnlySpan<byte> Helo => _helo.Value;

    /// <summary>header.d, else the domain of header.i.</summary>
    public readonly ReadOnlySpan<byte> SigningDomain => _domain.IsThere ? _domain.Value : _identity.Value[(_identity.Value.LastIndexOf((byte)'@') + 1)..];

    public readonly ReadOnlySpan<byte> Selector => _selector.Value;

    /// <summary>header.b: the beginning of b= (RFC 6008 §3).</summary>
    public readonly ReadOnlySpan<byte> SignaturePrefix => _prefix.Value;

    private void TakeSmtp(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // smtp.mail is Yandex's name of it.
        if (Ascii.EqualsIgnoreCase(name, "mailfrom"u8) || Ascii.EqualsIgnoreCase(name, "mail"u8))
            _mailFrom.Offer(value);
        else if (Ascii.EqualsIgnoreCase(name, "helo"u8))
            _helo.Offer(value);
        else if (Ascii.EqualsIgnoreCase(name, "remote-ip"u8))
            _remoteIp.Offer(value);
        else if (Ascii.EqualsIgnoreCase(name, "client-ip"u8))
            _clientIp.Offer(value);
    }

    private void TakeHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length != 1)
            return;
        switch (name[0] | 0x20)
        {
            case 'd':
                _domain.Offer(value);
                break;
            case 'i':
                _identity.Offer(value);
                break;
            case 's':
                _selector.Offer(value);
                break;
            case 'b':
                _prefix.Offer(value);
                break;
        }
    }

    private ref struct First
    {
        public bool IsThere;
        public ReadOnlySpan<byte> Value;

        public void Offer(ReadOnlySpan<byte> value)
        {
            if (IsThere)
                return;
            IsThere = true;
            Value = value;
        }
    }
}
