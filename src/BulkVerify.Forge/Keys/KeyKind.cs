namespace BulkVerify.Forge.Keys;

internal enum KeyKind
{
    Rsa512,
    Rsa1024,
    Rsa2048,
    Rsa4096,
    Ed25519,
}
