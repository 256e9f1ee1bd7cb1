namespace BulkVerify.Forge.Keys;

/// <summary>Kinds of keys that signatures are made with; those under 1024 bits count for nothing (RFC 8301 §3.2).</summary>
internal enum KeyKind
{
    Rsa512,
    Rsa1024,
    Rsa2048,
    Rsa4096,
    Ed25519,
}
