namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>All that recovering a key needs of one RSA signature.</summary>
/// <param name="Hash">Hash of the signed headers: 32 octets of SHA-256, or 20 of SHA-1.</param>
/// <param name="Signature">The decoded b=, as long as the modulus.</param>
public sealed record RecoverableSignature(ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Signature);
