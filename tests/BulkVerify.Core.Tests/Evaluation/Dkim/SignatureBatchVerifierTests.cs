using System.Security.Cryptography;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class SignatureBatchVerifierTests
{
    private static readonly byte[] Hash = SHA256.HashData("signed"u8);

    private static DkimKeyRecord RecordOf(DkimPublicKey key) => new() { IsWellFormed = true, KeyType = key.Type, PublicKey = key };

    private static bool Verify(DkimPublicKey key, byte[] hash, byte[] signature)
    {
        var batch = new SignatureCheckBatch();
        int place = batch.Add(new SignatureCheck(RecordOf(key), hash, signature));
        new SignatureBatchVerifier().Verify(batch);
        return batch.IsValid(place);
    }

    [Fact]
    public void What_is_known_is_not_verified_again_and_the_rest_is()
    {
        DkimPublicKey key = TestKeys.Parse(TestKeys.Record(1024)).PublicKey!;
        byte[] good = TestKeys.Sign(1024, Hash);
        byte[] bad = new byte[good.Length];
        var batch = new SignatureCheckBatch();
        // The outcomes that are known are wrong ones, so that it shows who said so.
        batch.Add(new SignatureCheck(RecordOf(key), Hash, good), known: false);
        batch.Add(new SignatureCheck(RecordOf(key), Hash, good));
        batch.Add(new SignatureCheck(RecordOf(key), Hash, bad), known: true);
        batch.Add(new SignatureCheck(RecordOf(key), Hash, bad));
        new SignatureBatchVerifier().Verify(batch);
        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(batch.IsValid));
        batch.Clear();
        int place = batch.Add(new SignatureCheck(RecordOf(key), Hash, good));
        new SignatureBatchVerifier().Verify(batch);
        Assert.True(batch.IsValid(place));
    }

    [Fact]
    public void A_key_has_the_same_hash_in_every_record_and_another_key_another()
    {
        ulong one = TestKeys.Parse(TestKeys.Record(1024)).PublicKey!.Hash;
        Assert.Equal(one, TestKeys.Parse(TestKeys.Record(1024) + "; t=y; n=note").PublicKey!.Hash);
        Assert.NotEqual(one, TestKeys.Parse(TestKeys.Record(2048)).PublicKey!.Hash);
    }

    [Theory]
    [Rfc("6376", "3.3.1")]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void Verifies_and_refuses_rsa_of_common_sizes(int bits)
    {
        DkimPublicKey key = TestKeys.Parse(TestKeys.Record(bits)).PublicKey!;
        byte[] signature = TestKeys.Sign(bits, Hash);
        Assert.True(Verify(key, Hash, signature));
        Assert.True(BigIntegerRsa.Verify(new SignatureCheck(RecordOf(key), Hash, signature)));
        Assert.False(Verify(key, SHA256.HashData("other"u8), signature));
        signature[bits / 16] ^= 1;
        Assert.False(Verify(key, Hash, signature));
        Assert.False(BigIntegerRsa.Verify(new SignatureCheck(RecordOf(key), Hash, signature)));
    }

    [Theory]
    [Rfc("6376", "3.3.1")]
    [InlineData(521, 65537)]
    [InlineData(607, 65537)]
    [InlineData(1279, 5)]
    [InlineData(1279, 65537)]
    [InlineData(2203, 65537)]
    [InlineData(2281, 65537)]
    [InlineData(3217, 65537)]
    [InlineData(4423, 65537)]
    public void Verifies_odd_sizes_and_exponents(int bits, int exponent)
    {
        TestKeys.NumberKey key = TestKeys.NumberKey.Mersenne(bits, exponent);
        DkimPublicKey publicKey = key.PublicKey;
        Assert.Equal(bits, publicKey.Bits);
        byte[] signature = key.Sign(Hash);
        Assert.True(Verify(publicKey, Hash, signature));
        Assert.False(Verify(publicKey, SHA1.HashData("signed"u8), signature));
    }

    [Theory]
    [Rfc("6376", "3.3.1")]
    [InlineData(512)]
    [InlineData(515)]
    public void Verifies_an_exponent_of_3(int primeBits)
    {
        TestKeys.NumberKey key = TestKeys.NumberKey.OfTwoPrimes(primeBits, 3);
        Assert.True(Verify(key.PublicKey, Hash, key.Sign(Hash)));
        Assert.True(Verify(key.PublicKey, SHA1.HashData("x"u8), key.Sign(SHA1.HashData("x"u8))));
    }

    [Fact]
    [Rfc("6376", "3.3.1")]
    public void A_cube_root_forgery_fails()
    {
        // Bleichenbacher 2006: a number whose cube begins with a good block and ends in garbage.
        TestKeys.NumberKey key = TestKeys.NumberKey.OfTwoPrimes(1024, 3);
        byte[] block = new byte[key.Length];
        byte[] shortBlock = new byte[70];
        Assert.True(Pkcs1Encoding.TryEncode(Hash, shortBlock));
        shortBlock.CopyTo(block, 0);
        System.Numerics.BigInteger target = new(block, isUnsigned: true, isBigEndian: true), low = 0, high = target;
        while (low < high)
        {
            System.Numerics.BigInteger middle = (low + high) / 2;
            if (middle * middle * middle < target)
                low = middle + 1;
            else
                high = middle;
        }
        byte[] forged = TestKeys.Bytes(low, key.Length);
        Assert.False(Verify(key.PublicKey, Hash, forged));
        Assert.False(BigIntegerRsa.Verify(new SignatureCheck(RecordOf(key.PublicKey), Hash, forged)));
    }

    [Fact]
    [Rfc("6376", "3.3.1")]
    public void A_signature_of_another_length_than_the_modulus_fails()
    {
        DkimPublicKey key = TestKeys.Parse(TestKeys.Record(1024)).PublicKey!;
        byte[] signature = TestKeys.Sign(1024, Hash);
        Assert.False(Verify(key, Hash, [0, .. signature]));
        Assert.False(Verify(key, Hash, signature[1..]));
        Assert.False(Verify(key, Hash, []));
        Assert.False(Verify(key, [], signature));
    }

    [Fact]
    [Rfc("6376", "3.3.1")]
    public void A_signature_number_not_below_the_modulus_fails()
    {
        TestKeys.NumberKey key = TestKeys.NumberKey.Mersenne(1279, 65537);
        var number = new System.Numerics.BigInteger(key.Sign(Hash), isUnsigned: true, isBigEndian: true) + key.Modulus;
        Assert.False(Verify(key.PublicKey, Hash, TestKeys.Bytes(number, key.Length)));
    }

    [Fact]
    [Rfc("8463", "3")]
    public void Verifies_the_hash_with_ed25519()
    {
        using var signer = NSec.Cryptography.Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519);
        DkimPublicKey key = DkimPublicKey.Ed25519(signer.PublicKey.Export(NSec.Cryptography.KeyBlobFormat.RawPublicKey))!;
        byte[] signature = NSec.Cryptography.SignatureAlgorithm.Ed25519.Sign(signer, Hash);
        Assert.True(Verify(key, Hash, signature));
        Assert.False(Verify(key, Hash, signature[1..]));
        Assert.False(Verify(DkimPublicKey.Ed25519(new byte[32])!, Hash, signature));
        signature[5] ^= 1;
        Assert.False(Verify(key, Hash, signature));
    }

    [Fact]
    public void A_batch_of_mixed_keys_gives_each_its_own_outcome()
    {
        var batch = new SignatureCheckBatch();
        var expected = new List<bool>();
        int[] sizes = [1024, 2048, 512];
        for (int i = 0; i < 150; i++)
        {
            int bits = sizes[i % 3];
            byte[] hash = SHA256.HashData([(byte)i]);
            byte[] signature = TestKeys.Sign(bits, hash);
            if (i % 7 == 0)
                signature[i % signature.Length] ^= 4;
            Assert.Equal(i, batch.Add(new SignatureCheck(TestKeys.Parse(TestKeys.Record(bits)), hash, signature)));
            expected.Add(i % 7 != 0);
        }
        new SignatureBatchVerifier().Verify(batch);
        Assert.Equal(expected, Enumerable.Range(0, batch.Count).Select(batch.IsValid));
        batch.Clear();
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void A_second_run_over_a_batch_allocates_nothing()
    {
        DkimKeyRecord rsa = TestKeys.Parse(TestKeys.Record(1024));
        var signature = TestKeys.Sign(1024, Hash);
        var batch = new SignatureCheckBatch();
        var verifier = new SignatureBatchVerifier();
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            batch.Clear();
            for (int i = 0; i < 100; i++)
                batch.Add(new SignatureCheck(rsa, Hash, signature));
            verifier.Verify(batch);
        }
    }

    [Fact]
    public async Task One_key_serves_many_threads()
    {
        DkimKeyRecord record = TestKeys.Parse(TestKeys.Record(2048));
        byte[] good = TestKeys.Sign(2048, Hash);
        byte[] bad = [.. good];
        bad[9] ^= 1;
        bool[] right = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                if (!PlatformRsaEngine.Verify(new SignatureCheck(record, Hash, good)) || PlatformRsaEngine.Verify(new SignatureCheck(record, Hash, bad)))
                    return false;
            }
            return true;
        })));
        Assert.All(right, Assert.True);
    }
}
