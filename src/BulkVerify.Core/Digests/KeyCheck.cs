namespace BulkVerify.Digests;

/// <summary>What one public-key operation came to: as long as the key is the same it need not be done again.</summary>
/// <param name="KeyHash">Hash of the key's type and numbers; not for security.</param>
/// <param name="IsValid">True when the signature belongs to the key.</param>
public readonly record struct KeyCheck(ulong KeyHash, bool IsValid);
