namespace BulkVerify.Evaluation.Dkim;

/// <summary>The h= tag of a key record: hashes that signatures with this key may use. Unregistered words are ignored (RFC 6376 §3.6.1).</summary>
[Flags]
public enum DkimKeyHashes : byte
{
    /// <summary>h= lists only words that are not registered.</summary>
    None = 0,
    Sha1 = 1,
    Sha256 = 2,
    /// <summary>h= is absent.</summary>
    All = Sha1 | Sha256,
}
