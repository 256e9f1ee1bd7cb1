using System.Numerics;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>RSASSA-PKCS1-v1_5 verification by the definition (RFC 8017 §5.2.2, §8.2.2). Slow: for keys that the platform refuses, and as an oracle.</summary>
internal static class BigIntegerRsa
{
    public static bool Verify(in SignatureCheck check)
    {
        DkimPublicKey key = check.Key;
        int length = key.Material.Length;
        if (key.IsTooLarge || check.Signature.Length != length)
            return false;
        Span<byte> expected = stackalloc byte[length];
        if (!Pkcs1Encoding.TryEncode(check.Hash.Span, expected))
            return false;
        BigInteger modulus = Number(key.Material.Span);
        BigInteger signature = Number(check.Signature.Span);
        // RFC 8017 §5.2.2 step 1.
        return signature < modulus && BigInteger.ModPow(signature, Number(key.Exponent.Span), modulus) == Number(expected);
    }

    private static BigInteger Number(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
