namespace BulkVerify.Evaluation.Spf;

/// <summary>Result of one SPF check: none, neutral, pass, fail, softfail, temperror or permerror (RFC 7208 §2.6).</summary>
public sealed record SpfVerdict(AuthResult Result, SpfReason Reason, DomainName? Domain, SpfIdentity Identity)
{
    /// <summary>The terms that led to the result, outermost first: "include:vendor.example", "ip4:192.0.2.0/24". Empty when no term decided.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Terms that caused look-ups, of 10.</summary>
    public int LookupCount { get; init; }

    /// <summary>Look-ups that found nothing, of 2.</summary>
    public int VoidLookupCount { get; init; }

    /// <summary>Text of exp= after expansion, for fail only; null without one. From DNS, so hostile.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is wrong with the record, for syntax errors: domain and term; null otherwise.</summary>
    public string? Fault { get; init; }

    /// <summary>True when a macro used the local part or the HELO name: the result then holds for this message only.</summary>
    public bool DependsOnSender { get; init; }

    public static SpfVerdict NoClientAddress(DomainName? domain, SpfIdentity identity) => new(AuthResult.None, SpfReason.NoClientAddress, domain, identity);
}
