using System.Text;

namespace BulkVerify.Claims;

/// <summary>Names of key records, those met lately made once. One per worker: not thread-safe.</summary>
internal sealed class KeyNames(NameTable names)
{
    private const int Places = 2048;

    private readonly (DomainName Selector, DomainName Domain, DomainName? KeyName)[] _recent = new (DomainName, DomainName, DomainName?)[Places];

    /// <summary>selector, "_domainkey", domain (RFC 6376 §3.6.2.1); null when that is too long for a name.</summary>
    public DomainName? Of(DomainName selector, DomainName domain)
    {
        ref (DomainName Selector, DomainName Domain, DomainName? KeyName) recent = ref _recent[(uint)((selector.GetHashCode() * 31) + domain.GetHashCode()) % Places];
        if (recent.Selector is null || !recent.Selector.Equals(selector) || !recent.Domain.Equals(domain))
            recent = (selector, domain, Make(selector, domain));
        return recent.KeyName;
    }

    private DomainName? Make(DomainName selector, DomainName domain)
    {
        ReadOnlySpan<byte> between = "._domainkey."u8;
        int length = selector.Value.Length + between.Length + domain.Value.Length;
        if (length > DomainName.MaxLength)
            return null;
        Span<byte> name = stackalloc byte[length];
        int written = Encoding.ASCII.GetBytes(selector.Value, name);
        between.CopyTo(name[written..]);
        Encoding.ASCII.GetBytes(domain.Value, name[(written + between.Length)..]);
        return names.Domain(name);
    }
}
