namespace BulkVerify.Evaluation.Spf;

/// <summary>Result of one SPF check: none, neutral, pass, fail, softfail, temperror or permerror (RFC 7208 §2.6).</summary>
public sealed record SpfVerdict(AuthResult Result, SpfReason Reason, DomainName? Domain, SpfIdentity Identity)
{
    /// <summary>The terms that led to the result as written, outermost first: "include:vendor.example", "ip4:192.0.2.0/24". After an error the last one is the term that met it. Empty when no term decided.</summary>
    public IReadOnlyList<string> Path
    {
        get;
        init
        {
            field = value;
            PathText = value.Count == 0 ? "" : string.Join(" > ", value);
        }
    } = [];

    /// <summary>The terms of <see cref="Path"/>, " > " between.</summary>
    public string PathText { get; private init; } = "";

    /// <summary>Names of the CNAME chain from <see cref="Domain"/> to its record, first target first; empty without one.</summary>
    public IReadOnlyList<DomainName> Aliases { get; init; } = [];

    /// <summary>Terms that caused look-ups, of 10.</summary>
    public int LookupCount { get; init; }

    /// <summary>Terms whose look-ups found nothing, of 2.</summary>
    public int VoidLookupCount { get; init; }

    /// <summary>Text of exp= after expansion, for fail only; null without one. From DNS, so hostile.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is wrong with a record, for syntax errors: domain, octets before the error, and the term; null otherwise.</summary>
    public string? Fault { get; init; }

    /// <summary>True when a macro used the local part, the HELO name or the time: the verdict then holds for this message only.</summary>
    public bool DependsOnSender { get; init; }

    /// <summary>Octets in memory, about.</summary>
    internal int Cost => 120 + MemoryCost.Of(Path) + MemoryCost.Of(PathText) + MemoryCost.Of(Aliases) + MemoryCost.Of(Explanation) + MemoryCost.Of(Fault) + MemoryCost.Of(Domain);

    public static readonly SpfVerdict MailFromUnknown = new(AuthResult.None, SpfReason.MailFromUnknown, null, SpfIdentity.MailFrom);

    public static SpfVerdict NoClientAddress(DomainName? domain, SpfIdentity identity) => new(AuthResult.None, SpfReason.NoClientAddress, domain, identity);
}
