namespace BulkVerify.Evaluation.Dkim;

/// <summary>One public-key operation that waits to be done: does this signature over this hash belong to this key?</summary>
/// <param name="Record">A well-formed record with a key.</param>
/// <param name="Hash">32 octets of SHA-256, or 20 of SHA-1.</param>
/// <param name="Signature">The decoded b=.</param>
public readonly record struct SignatureCheck(DkimKeyRecord Record, ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Signature)
{
    internal DkimPublicKey Key => Record.PublicKey!;
}
