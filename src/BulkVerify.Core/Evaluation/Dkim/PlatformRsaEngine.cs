using System.Security.Cryptography;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>One signature after the other with the platform's RSA; where the platform does not take a key of this shape, with big integers.</summary>
internal sealed class PlatformRsaEngine : IRsaEngine
{
    public static readonly PlatformRsaEngine Instance = new();

    public void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> outcomes)
    {
        for (int i = 0; i < checks.Length; i++)
        {
            if (checks[i].Key.Type == DkimKeyType.Rsa)
                outcomes[i] = Verify(checks[i]);
        }
    }

    public void VerifyGroup(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        foreach (int i in group)
            outcomes[i] = Verify(checks[i]);
    }

    public static bool Verify(in SignatureCheck check)
    {
        DkimPublicKey key = check.Key;
        // RFC 8017 §8.2.2 step 1.
        if (check.Signature.Length != key.Material.Length || !Pkcs1Encoding.KnowsHashOf(check.Hash.Length))
            return false;
        if (key.PlatformRsa is not { } rsa)
            return BigIntegerRsa.Verify(check);
        HashAlgorithmName hash = check.Hash.Length == SHA256.HashSizeInBytes ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        try
        {
            return rsa.VerifyHash(check.Hash.Span, check.Signature.Span, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return BigIntegerRsa.Verify(check);
        }
    }
}
