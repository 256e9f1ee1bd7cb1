using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation.Dkim;

/// <summary>Keys made once for all tests.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> Rsas = new();

    public static RSA Rsa(int bits) => Rsas.GetOrAdd(bits, size => new Lazy<RSA>(() => RSA.Create(size))).Value;

    public static string Record(int bits) => $"v=DKIM1; k=rsa; p={Convert.ToBase64String(Rsa(bits).ExportSubjectPublicKeyInfo())}";

    public static DkimKeyRecord Parse(string text) => DkimKeyRecordParser.Parse(System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Sign(int bits, byte[] hash) =>
        Rsa(bits).SignHash(hash, hash.Length == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

    public static byte[] Bytes(BigInteger number, int length)
    {
        byte[] minimal = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = new byte[length];
        minimal.CopyTo(padded, length - minimal.Length);
        return padded;
    }

    /// <summary>RSA of any size and exponent. A prime modulus does for verification, so that Mersenne primes give odd sizes for free.</summary>
    public sealed record NumberKey(BigInteger Modulus, BigInteger Exponent, BigInteger PrivateExponent)
    {
        public int Length => Modulus.GetByteCount(isUnsigned: true);

        public DkimPublicKey PublicKey => DkimPublicKey.Rsa(Bytes(Modulus, Length), Bytes(Exponent, Exponent.GetByteCount(isUnsigned: true)))!;

        public static NumberKey Mersenne(int power, int exponent)
        {
            BigInteger modulus = BigInteger.Pow(2, power) - 1;
            return new NumberKey(modulus, exponent, Inverse(exponent, modulus - 1));
        }

        /// <summary>Of two primes with <paramref name="primeBits"/> bits each, the same for the same arguments.</summary>
        public static NumberKey OfTwoPrimes(int primeBits, int exponent)
        {
            var random = new Random(primeBits);
            BigInteger p = Prime(random, primeBits, exponent), q = Prime(random, primeBits, exponent);
            return new NumberKey(p * q, exponent, Inverse(exponent, (p - 1) * (q - 1)));
        }

        public byte[] Sign(byte[] hash)
        {
            byte[] block = new byte[Length];
            Assert.True(Pkcs1Encoding.TryEncode(hash, block));
            return Bytes(BigInteger.ModPow(new BigInteger(block, isUnsigned: true, isBigEndian: true), PrivateExponent, Modulus), Length);
        }

        private static BigInteger Prime(Random random, int bits, int exponent)
        {
            byte[] bytes = new byte[(bits + 7) / 8];
            while (true)
            {
                random.NextBytes(bytes);
                BigInteger candidate = new BigInteger(bytes, isUnsigned: true) % BigInteger.Pow(2, bits) | BigInteger.Pow(2, bits - 1) | BigInteger.Pow(2, bits - 2) | 1;
                if ((candidate - 1) % exponent != 0 && BigInteger.ModPow(2, candidate - 1, candidate) == 1 && BigInteger.ModPow(3, candidate - 1, candidate) == 1)
                    return candidate;
            }
        }

        private static BigInteger Inverse(BigInteger number, BigInteger modulus)
        {
            (BigInteger r0, BigInteger r1, BigInteger t0, BigInteger t1) = (modulus, number, 0, 1);
            while (r1 != 0)
            {
                BigInteger quotient = r0 / r1;
                (r0, r1, t0, t1) = (r1, r0 - quotient * r1, t1, t0 - quotient * t1);
            }
            Assert.True(r0.IsOne);
            return t0 < 0 ? t0 + modulus : t0;
        }
    }
}
