namespace BulkVerify.Senders;

/// <summary>What one DKIM signature tells of the sender.</summary>
/// <param name="Domain">d=.</param>
/// <param name="Selector">s=.</param>
/// <param name="Passes">True when it verifies.</param>
/// <param name="IsAligned">True when d= has the organizational domain of the author.</param>
public readonly record struct SignatureEvidence(DomainName Domain, string Selector, bool Passes, bool IsAligned)
{
    private readonly IReadOnlyList<DomainName>? _keyAliases;

    /// <summary>Why it does not verify, in words; empty when it does.</summary>
    public string Fault { get; init; } = "";

    /// <summary>True when its key is not known: whether it verifies cannot be told.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Names of the CNAME chain at the key, first target first.</summary>
    public IReadOnlyList<DomainName> KeyAliases
    {
        get => _keyAliases ?? [];
        init => _keyAliases = value;
    }

    /// <summary>SHA-256 of the decoded p= of the key in lower-case hexadecimal digits; null when it was not made.</summary>
    public string? KeySha256 { get; init; }
}
