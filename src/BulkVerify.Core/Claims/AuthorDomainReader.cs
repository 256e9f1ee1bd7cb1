namespace BulkVerify.Claims;

/// <summary>Reads the author domain from the From field (RFC 9989 §4.2, §5.3.1). Allocates nothing but names that <see cref="NameTable"/> does not hold and
/// lists of several; the time is linear in the field's length. Never throws.</summary>
public static class AuthorDomainReader
{
    /// <param name="message">The bytes that <paramref name="headers"/> was scanned from.</param>
    /// <param name="names">Where names are kept; null to parse each anew.</param>
    public static AuthorDomain Read(HeaderTable headers, ReadOnlySpan<byte> message, NameTable? names = null)
    {
        var found = new Domains(names);
        int fields = 0;
        foreach (ref readonly HeaderField field in headers.Fields)
        {
            if (field.Id != HeaderId.From)
                continue;
            fields++;
            found.AddFrom(message[field.ValueStart..field.End]);
        }
        return found.ToClaim(fields);
    }

    /// <summary>Reads the value of the only From field.</summary>
    public static AuthorDomain Read(ReadOnlySpan<byte> value, NameTable? names = null)
    {
        var found = new Domains(names);
        found.AddFrom(value);
        return found.ToClaim(fields: 1);
    }

    private ref struct Domains(NameTable? names)
    {
        private DomainName? _first;
        private List<DomainName>? _several;
        private bool _invalid, _tooMany;

        public void AddFrom(ReadOnlySpan<byte> value)
        {
            var mailboxes = new MailboxDomains(value, stackalloc byte[MailboxDomains.BufferLength]);
            while (!_tooMany && mailboxes.MoveNext())
                Add(mailboxes.IsInvalid ? null : names is null ? DomainName.TryParse(mailboxes.Current) : names.Domain(mailboxes.Current));
        }

        public readonly AuthorDomain ToClaim(int fields)
        {
            AuthorDomainStatus status =
                fields == 0 ? AuthorDomainStatus.NoFromField
                : fields > 1 ? AuthorDomainStatus.SeveralFromFields
                : _tooMany ? AuthorDomainStatus.TooManyDomains
                : _invalid ? AuthorDomainStatus.InvalidDomain
                : _first is null ? AuthorDomainStatus.NoDomain
                : _several is null ? AuthorDomainStatus.Valid
                : AuthorDomainStatus.SeveralDomains;
            return _several is null ? new AuthorDomain(status, _first) : new AuthorDomain(status, _several.ToArray());
        }

        // RFC 9989 §5.3.1 counts domains, not mailboxes.
        private void Add(DomainName? name)
        {
            if (name is null || !name.IsHostName)
                _invalid = true;
            else if (_first is null)
                _first = name;
            else if (_first != name && _several is null)
                _several = [_first, name];
            else if (_several is not null && !_several.Contains(name))
                AddFurther(_several, name);
        }

        private void AddFurther(List<DomainName> several, DomainName name)
        {
            if (several.Count == AuthorDomain.MaxDomains)
                _tooMany = true;
            else
                several.Add(name);
        }
    }
}
