namespace BulkVerify.Forge.Signing;

/// <summary>A signature to be made.</summary>
/// <param name="Domain">d=</param>
/// <param name="Selector">s=</param>
/// <param name="Canonicalization">c=, both words.</param>
/// <param name="Fault">What is to be wrong with it.</param>
/// <param name="AliasTarget">Name that the key's name points to by CNAME; null when the key stands at its own name.</param>
internal sealed record SignatureRequest(
    string Domain, string Selector, SigningAlgorithm Algorithm, string Canonicalization, SignatureFault Fault, string? AliasTarget)
{
    /// <summary>Which way of folding and spacing the field uses.</summary>
    public int Style { get; init; }

    /// <summary>True when From, Subject and Cc stand in h= once more than they occur, and signatures that are there already are signed too (RFC 6376 §8.15).</summary>
    public bool Oversign { get; init; }

    /// <summary>True when the key that signs is not the one that the record shows.</summary>
    public bool UsesUnpublishedKey { get; init; }

    public string KeyName => $"{Selector}._domainkey.{Domain}";

    /// <summary>Name at which the key's record stands.</summary>
    public string RecordName => AliasTarget ?? KeyName;
}
