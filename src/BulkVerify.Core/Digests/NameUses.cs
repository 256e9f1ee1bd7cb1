namespace BulkVerify.Digests;

/// <summary>Which records at a name the verdicts on a message depend on.</summary>
[Flags]
public enum NameUses
{
    None = 0,
    /// <summary>Its texts: a key.</summary>
    Texts = 1,
    /// <summary>The policies of its own and of the domains above it.</summary>
    Policies = 2,
    /// <summary>Its SPF record and all that this leads to.</summary>
    Spf = 4,
    /// <summary>Whether the name is there (RFC 9989 §3.2.13).</summary>
    Existence = 8,
}
