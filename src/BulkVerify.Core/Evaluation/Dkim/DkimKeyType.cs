namespace BulkVerify.Evaluation.Dkim;

/// <summary>The k= tag of a key record.</summary>
public enum DkimKeyType : byte
{
    /// <summary>RFC 6376 §3.6.1; also when k= is absent.</summary>
    Rsa,
    /// <summary>RFC 8463 §4.</summary>
    Ed25519,
    /// <summary>A type that no RFC registers: the key suits no signature (RFC 6376 §3.6.1).</summary>
    Unknown,
}
