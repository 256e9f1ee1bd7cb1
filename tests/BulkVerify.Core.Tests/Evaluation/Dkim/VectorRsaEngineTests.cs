using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using BulkVerify.Evaluation.Dkim;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class VectorRsaEngineTests
{
    private const string NoVectors = "The processor has no vectors of this width.";

    private static IRsaEngine Engine(string name)
    {
        IRsaEngine engine = RsaEngines.Create(name);
        Assert.SkipWhen(engine is PlatformRsaEngine, NoVectors);
        return engine;
    }

    private static DkimKeyRecord RecordOf(DkimPublicKey key) => new() { IsWellFormed = true, KeyType = key.Type, PublicKey = key };

    /// <summary>Moduli need not be products of primes to compare two ways of computing a power.</summary>
    private static DkimKeyRecord RandomKey(Random random, int bits, bool allOnes)
    {
        byte[] modulus = new byte[(bits + 7) / 8];
        random.NextBytes(modulus);
        if (allOnes)
            modulus.AsSpan().Fill(0xff);
        modulus[0] = (byte)((modulus[0] & ((1 << ((bits - 1) % 8)) - 1)) | (1 << ((bits - 1) % 8)));
        modulus[^1] |= 1;
        return RecordOf(DkimPublicKey.Rsa(modulus, (byte[])[1, 0, 1])!);
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Powers_equal_those_of_big_integers_for_any_modulus_and_number(string name)
    {
        Engine(name);
        Gen.Select(Gen.Int[512, name == "avx2" ? 3330 : 4158], Gen.Int[0, int.MaxValue]).Sample((bits, seed) =>
        {
            var random = new Random(seed);
            if (name == "avx2")
            {
                SignatureCheck[] four = AnyNumbers(random, bits, Avx2RsaKernel.Lanes);
                var engineOfFour = new VectorRsaEngine<Avx2RsaKernel, ulong>(1, PlatformRsaEngine.Instance);
                return PowersAreEqual(four, lane => engineOfFour.PowerForTest(four, lane));
            }
            SignatureCheck[] eight = AnyNumbers(random, bits, Avx512RsaKernel.Lanes);
            var engine = new VectorRsaEngine<Avx512RsaKernel, double>(1, PlatformRsaEngine.Instance);
            return PowersAreEqual(eight, lane => engine.PowerForTest(eight, lane));
        }, iter: 300);
    }

    /// <summary>Moduli and numbers with all bits set, none, and any.</summary>
    private static SignatureCheck[] AnyNumbers(Random random, int bits, int count)
    {
        var checks = new SignatureCheck[count];
        for (int i = 0; i < count; i++)
        {
            DkimKeyRecord key = RandomKey(random, bits, allOnes: i == 0 && bits % 2 == 0);
            byte[] number = [.. key.PublicKey!.Material.Span];
            number[0]--;
            if (i % 4 == 1)
                random.NextBytes(number.AsSpan(1));
            if (i % 4 == 2)
                number.AsSpan().Clear();
            if (i % 4 == 3)
                number.AsSpan(1).Fill(0xff);
            checks[i] = new SignatureCheck(key, new byte[32], number);
        }
        return checks;
    }

    private static bool PowersAreEqual(SignatureCheck[] checks, Func<int, System.Numerics.BigInteger> power)
    {
        for (int lane = 0; lane < checks.Length; lane++)
        {
            var modulus = new System.Numerics.BigInteger(checks[lane].Key.Material.Span, isUnsigned: true, isBigEndian: true);
            var number = new System.Numerics.BigInteger(checks[lane].Signature.Span, isUnsigned: true, isBigEndian: true);
            if (power(lane) % modulus != System.Numerics.BigInteger.ModPow(number, 65537, modulus))
                return false;
        }
        return true;
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Agrees_with_the_platform_on_mixed_batches(string name)
    {
        IRsaEngine engine = Engine(name);
        int[] sizes = [512, 1024, 1024, 2048, 2048, 2048, 2048, 4096];
        Gen.Select(Gen.Int[0, sizes.Length - 1], Gen.Int[0, 12], Gen.Int[0, 100_000]).Array[0, 40].Sample(cases =>
        {
            var checks = new SignatureCheck[cases.Length];
            for (int i = 0; i < cases.Length; i++)
                checks[i] = Make(sizes[cases[i].Item1], cases[i].Item2, cases[i].Item3);
            bool[] found = new bool[checks.Length], expected = new bool[checks.Length];
            engine.Verify(checks, found);
            PlatformRsaEngine.Instance.Verify(checks, expected);
            return found.AsSpan().SequenceEqual(expected);
        }, iter: 40, threads: 1);
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Agrees_with_the_platform_on_new_keys_of_any_size_and_both_exponents(string name)
    {
        IRsaEngine engine = Engine(name);
        foreach (SignatureCheck[] checks in OfNewKeys.Value)
        {
            bool[] found = new bool[checks.Length], expected = new bool[checks.Length];
            engine.Verify(checks, found);
            PlatformRsaEngine.Instance.Verify(checks, expected);
            Assert.Equal(expected, found);
            Assert.Contains(true, found);
            Assert.Contains(false, found);
        }
    }

    /// <summary>Made once for all engines: keys are slow to make.</summary>
    private static readonly Lazy<SignatureCheck[][]> OfNewKeys = new(() =>
    {
        var random = new Random(7);
        (DkimKeyRecord Record, Func<byte[], byte[]> Sign)[] keys =
        [
            .. new[] { 512, 768, 1016, 1024, 1280, 1536, 2048, 2056, 3072, 4096 }.Select(NewKey),
            .. new[] { 256, 512, 1024 }.Select(bits => NumberKeyOf(bits)),
        ];
        var batches = new SignatureCheck[20][];
        foreach (ref SignatureCheck[] checks in batches.AsSpan())
        {
            checks = new SignatureCheck[60];
            foreach (ref SignatureCheck check in checks.AsSpan())
            {
                (DkimKeyRecord record, Func<byte[], byte[]> sign) = keys[random.Next(keys.Length)];
                byte[] hash = SHA256.HashData(BitConverter.GetBytes(random.Next()));
                byte[] signature = sign(hash);
                Break(random.Next(14), random.Next(100_000), record.PublicKey!, hash, ref signature);
                check = new SignatureCheck(record, hash, signature);
            }
        }
        return batches;
    });

    private static (DkimKeyRecord, Func<byte[], byte[]>) NewKey(int bits)
    {
        RSA rsa = TestKeys.Rsa(bits);
        RSAParameters numbers = rsa.ExportParameters(includePrivateParameters: false);
        return (RecordOf(DkimPublicKey.Rsa(numbers.Modulus, numbers.Exponent)!), hash => rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static (DkimKeyRecord, Func<byte[], byte[]>) NumberKeyOf(int primeBits)
    {
        TestKeys.NumberKey key = TestKeys.NumberKey.OfTwoPrimes(primeBits, 3);
        return (RecordOf(key.PublicKey), key.Sign);
    }

    private static SignatureCheck Make(int bits, int kind, int place)
    {
        byte[] hash = kind == 11 ? SHA1.HashData([(byte)place]) : SHA256.HashData([(byte)place]);
        byte[] signature = TestKeys.Sign(bits, hash);
        DkimKeyRecord record = TestKeys.Parse(TestKeys.Record(bits));
        Break(kind, place, record.PublicKey!, hash, ref signature);
        return new SignatureCheck(record, hash, signature);
    }

    /// <summary>Breaks a good signature in one of nine ways; other kinds leave it good.</summary>
    private static void Break(int kind, int place, DkimPublicKey key, byte[] hash, ref byte[] signature)
    {
        switch (kind)
        {
            case 0:
                signature[place % signature.Length] ^= (byte)(1 << place % 8);
                break;
            case 1:
                hash[place % hash.Length] ^= 1;
                break;
            case 2:
                signature = signature[..^1];
                break;
            case 3:
                signature = [0, .. signature];
                break;
            case 4:
                signature.AsSpan().Clear();
                break;
            case 5:
                signature.AsSpan().Fill(0xff);
                break;
            case 6:
                signature = [.. signature[(signature.Length / 2)..], .. signature[..(signature.Length / 2)]];
                break;
            case 7:
                // Number 1 and the modulus less 1 are powers of themselves.
                signature.AsSpan().Clear();
                signature[^1] = 1;
                break;
            case 8:
                // The modulus itself is no signature: it is not below the modulus.
                signature = key.Material.ToArray();
                signature[^1] -= (byte)(place % 2);
                break;
        }
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Good_signatures_are_found_without_the_platform(string name)
    {
        IRsaEngine engine = Engine(name);
        foreach (int bits in (int[])[521, 607, 1279, 2203, 2281, 3217])
        {
            TestKeys.NumberKey key = TestKeys.NumberKey.Mersenne(bits, 65537);
            DkimPublicKey publicKey = key.PublicKey;
            byte[] hash = SHA256.HashData([(byte)bits]);
            SignatureCheck[] checks = [.. Enumerable.Repeat(new SignatureCheck(RecordOf(publicKey), hash, key.Sign(hash)), 8)];
            bool[] found = new bool[8];
            engine.Verify(checks, found);
            Assert.All(found, Assert.True);
            Assert.False(publicKey.HasPlatformRsa);
        }
    }

    [Fact]
    public void The_name_of_an_engine_is_obeyed()
    {
        Assert.IsType<PlatformRsaEngine>(RsaEngines.Create("platform"));
        if (Avx2.IsSupported)
            Assert.IsType<VectorRsaEngine<Avx2RsaKernel, ulong>>(RsaEngines.Create("avx2"));
        if (Avx512DQ.IsSupported)
            Assert.IsType<VectorRsaEngine<Avx512RsaKernel, double>>(RsaEngines.Create(null));
    }
}
