using System.Security.Cryptography;
using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dkim.Recovery;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dkim.Recovery;

public class ModulusSearchTests
{
    // e = 3 keeps the numbers small; the arithmetic is the same.
    private static readonly TestKeys.NumberKey[] Keys = [TestKeys.NumberKey.OfTwoPrimes(256, 3), TestKeys.NumberKey.OfTwoPrimes(256 + 1, 3), TestKeys.NumberKey.OfTwoPrimes(512, 3)];

    public ModulusSearchTests() => Assert.SkipUnless(GmpLibrary.IsAvailable, GmpLibrary.HowToInstall);

    [Fact]
    public void Two_signatures_with_the_usual_exponent_give_the_modulus_away()
    {
        byte[] modulus = TestKeys.Rsa(512).ExportParameters(false).Modulus!;
        RecoverableSignature[] signed = [.. Enumerable.Range(0, 2).Select(i => Signed(hash => TestKeys.Sign(512, hash), i))];
        Assert.Equal(modulus, new ModulusSearch(RsaExponent.Usual).Find(signed[0], [signed[1]], signed));
    }

    [Fact]
    public void Comparing_with_several_signatures_takes_no_more_than_nine_times_the_octets_of_one_number()
    {
        byte[] modulus = TestKeys.Rsa(512).ExportParameters(false).Modulus!;
        RecoverableSignature[] signed = [.. Enumerable.Range(0, 4).Select(i => Signed(hash => TestKeys.Sign(512, hash), i))];
        GmpLibrary.ResetPeak();
        Assert.Equal(modulus, new ModulusSearch(RsaExponent.Usual).Find(signed[0], [Altered(signed[1]), Altered(signed[2]), signed[3]], signed));
        Assert.InRange(GmpLibrary.PeakBytes, 65537L * 512 / 8, 9 * 65537L * 512 / 8);
    }

    [Fact]
    public void Altered_signatures_among_the_partners_do_no_harm() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, ModulusSearch.MaxPartners - 1], Gen.Int[0, 1000]).Sample((keyIndex, good, seed) =>
    {
        TestKeys.NumberKey key = Keys[keyIndex];
        RecoverableSignature[] partners = [.. Enumerable.Range(1, ModulusSearch.MaxPartners - 1).Select(i => Altered(Signed(key.Sign, 1000 * i + seed)))];
        partners[Math.Min(good, partners.Length - 1)] = Signed(key.Sign, 500_000 + seed);
        RecoverableSignature pivot = Signed(key.Sign, seed);
        Assert.Equal(key.PublicKey.Material.ToArray(), new ModulusSearch(RsaExponent.Three).Find(pivot, partners, [pivot, .. partners]));
    }, iter: 60);

    [Fact]
    public void An_altered_pivot_or_only_altered_partners_give_nothing() => Gen.Int[0, 100_000].Sample(seed =>
    {
        TestKeys.NumberKey key = Keys[0];
        RecoverableSignature[] good = [.. Enumerable.Range(1, 4).Select(i => Signed(key.Sign, seed + (i * 1_000_000)))];
        var search = new ModulusSearch(RsaExponent.Three);
        Assert.Null(search.Find(Altered(good[0]), good[1..], good));
        Assert.Null(search.Find(good[0], [.. good[1..].Select(Altered)], good));
    }, iter: 60);

    [Fact]
    public void Signatures_of_two_keys_give_the_key_of_the_pivot()
    {
        TestKeys.NumberKey other = TestKeys.NumberKey.OfTwoPrimes(255, 3);
        RecoverableSignature[] ours = [.. Enumerable.Range(0, 3).Select(i => Signed(Keys[0].Sign, i))];
        RecoverableSignature[] theirs = [.. Enumerable.Range(10, 3).Select(i => Signed(other.Sign, i))];
        Assert.Equal(other.Length, Keys[0].Length);
        RecoverableSignature[] all = [.. theirs, .. ours];
        Assert.Equal(Keys[0].PublicKey.Material.ToArray(), new ModulusSearch(RsaExponent.Three).Find(ours[0], [theirs[0], ours[1], theirs[1]], all));
    }

    [Fact]
    public void Copies_of_a_signature_and_numbers_that_are_none_give_nothing()
    {
        RecoverableSignature signature = Signed(Keys[0].Sign, 1);
        var zero = new RecoverableSignature(signature.Hash, new byte[64]);
        var one = new RecoverableSignature(signature.Hash, (byte[])[.. new byte[63], 1]);
        var noHash = new RecoverableSignature(new byte[7], signature.Signature);
        var search = new ModulusSearch(RsaExponent.Three);
        Assert.Null(search.Find(signature, [signature], [signature]));
        Assert.Null(search.Find(signature, [Altered(signature), signature], [signature]));
        Assert.Null(search.Find(signature, [signature, Signed(Keys[0].Sign, 2)], [signature]));
        Assert.Null(search.Find(zero, [zero], [zero]));
        Assert.Null(search.Find(zero, [one], [zero, one]));
        Assert.Null(search.Find(noHash, [signature], [signature]));
        Assert.Null(search.Find(signature, [noHash], [noHash]));
        Assert.Null(search.Find(signature, [], []));
    }

    [Fact]
    public void The_key_as_text_reads_back_as_the_same_numbers() => Assert.All(Keys, key =>
    {
        DkimKeyRecord record = TestKeys.Parse(RecoveredKeyText.Of(key.PublicKey.Material.Span, RsaExponent.Three));
        Assert.True(record.IsWellFormed);
        Assert.Equal(key.PublicKey.Material.ToArray(), record.PublicKey!.Material.ToArray());
        Assert.Equal([3], record.PublicKey.Exponent.ToArray());
    });

    private static RecoverableSignature Signed(Func<byte[], byte[]> sign, int number)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes($"message {number}"));
        return new RecoverableSignature(hash, sign(hash));
    }

    private static RecoverableSignature Altered(RecoverableSignature signature) => signature with { Hash = SHA256.HashData(signature.Hash.Span) };
}
