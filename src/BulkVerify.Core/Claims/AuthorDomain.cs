namespace BulkVerify.Claims;

/// <summary>The author domain of a message: the distinct domains of the From field in their order, and whether that is what RFC 9989 §5.3.1 asks for.
/// The default value is that of a message without a From field.</summary>
public readonly struct AuthorDomain
{
    /// <summary>Most distinct domains that are read.</summary>
    public const int MaxDomains = 8;

    private readonly DomainName[]? _several;

    public AuthorDomain(AuthorDomainStatus status, DomainName? domain = null)
    {
        Status = status;
        Domain = domain;
    }

    internal AuthorDomain(AuthorDomainStatus status, DomainName[] several)
        : this(status, several[0]) => _several = several;

    /// <summary>One valid domain.</summary>
    public static AuthorDomain Of(DomainName domain) => new(AuthorDomainStatus.Valid, domain);

    public AuthorDomainStatus Status { get; }

    /// <summary>The first domain; null when none was read.</summary>
    public DomainName? Domain { get; }

    /// <summary>Number of distinct domains that were read, 0 to <see cref="MaxDomains"/>.</summary>
    public int Count => _several?.Length ?? (Domain is null ? 0 : 1);

    /// <summary>The domains in the order of their mailboxes.</summary>
    public DomainName this[int index] => _several is not null ? _several[index] : index == 0 && Domain is not null ? Domain : throw new ArgumentOutOfRangeException(nameof(index));

    public override string ToString() => Count == 1 ? $"{Status} {Domain}" : $"{Status} ({Count})";
}
