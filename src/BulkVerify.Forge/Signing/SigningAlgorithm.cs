using System.Security.Cryptography;
using BulkVerify.Forge.Keys;

namespace BulkVerify.Forge.Signing;

/// <summary>a= of a signature with the key that makes it.</summary>
internal sealed record SigningAlgorithm(string Name, KeyKind Kind, HashAlgorithmName Hash, string SelectorSuffix)
{
    public static readonly SigningAlgorithm Rsa2048 = new("rsa-sha256", KeyKind.Rsa2048, HashAlgorithmName.SHA256, "");
    public static readonly SigningAlgorithm Rsa1024 = new("rsa-sha256", KeyKind.Rsa1024, HashAlgorithmName.SHA256, "-1024");
    public static readonly SigningAlgorithm Ed25519 = new("ed25519-sha256", KeyKind.Ed25519, HashAlgorithmName.SHA256, "-ed");
    public static readonly SigningAlgorithm Rsa4096 = new("rsa-sha256", KeyKind.Rsa4096, HashAlgorithmName.SHA256, "-4096");
    public static readonly SigningAlgorithm Rsa512 = new("rsa-sha256", KeyKind.Rsa512, HashAlgorithmName.SHA256, "-512");
    public static readonly SigningAlgorithm RsaSha1 = new("rsa-sha1", KeyKind.Rsa1024, HashAlgorithmName.SHA1, "-sha1");

    public string KeyTag => Kind == KeyKind.Ed25519 ? "ed25519" : "rsa";

    /// <remarks>SHA-1 is there for rsa-sha1, so that the verifier can be seen to refuse it.</remarks>
    public byte[] HashOf(ReadOnlySpan<byte> octets) => Hash == HashAlgorithmName.SHA1 ? SHA1.HashData(octets) : SHA256.HashData(octets);
}
