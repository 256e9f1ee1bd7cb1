using System.Security.Cryptography;
using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class DkimKeyRecordParserTests
{
    // RFC 8463 §A.2
    private const string Ed25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static readonly string[] Pieces =
        ["v", "DKIM1", "=", ";", "p", "k", "rsa", "ed25519", "h", "sha256", ":", " ", "\r\n ", "t", "y", "s", "MIGf", "AQAB", Ed25519, "\0", "é"];

    private static string Spki(int bits) => Convert.ToBase64String(TestKeys.Rsa(bits).ExportSubjectPublicKeyInfo());

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void Reads_a_subject_public_key_info()
    {
        DkimKeyRecord record = TestKeys.Parse($"v=DKIM1; k=rsa; p={Spki(2048)}");
        Assert.True(record.IsWellFormed);
        Assert.Equal(DkimKeyType.Rsa, record.KeyType);
        Assert.Equal(2048, record.Bits);
        RSAParameters expected = TestKeys.Rsa(2048).ExportParameters(false);
        Assert.Equal(expected.Modulus, record.PublicKey!.Material.ToArray());
        Assert.Equal(expected.Exponent, record.PublicKey.Exponent.ToArray());
        Assert.Equal(DkimKeyHashes.All, record.Hashes);
        Assert.True(record.IsForEmail);
        Assert.False(record.IsTesting || record.DemandsExactIdentity || record.IsRevoked);
    }

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void Reads_a_bare_RSAPublicKey()
    {
        DkimKeyRecord record = TestKeys.Parse($"p={Convert.ToBase64String(TestKeys.Rsa(1024).ExportRSAPublicKey())}");
        Assert.Equal(1024, record.Bits);
        Assert.Equal(TestKeys.Rsa(1024).ExportParameters(false).Modulus, record.PublicKey!.Material.ToArray());
    }

    [Fact]
    [Rfc("8463", "4.2")]
    public void Reads_an_Ed25519_key_of_32_raw_octets()
    {
        DkimKeyRecord record = TestKeys.Parse($"v=DKIM1; k=ed25519; p={Ed25519}");
        Assert.Equal(DkimKeyType.Ed25519, record.KeyType);
        Assert.Equal(Convert.FromBase64String(Ed25519), record.PublicKey!.Material.ToArray());
        Assert.Equal(256, record.Bits);
    }

    [Theory]
    [Rfc("8463", "4.2")]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(44)]
    public void Refuses_an_Ed25519_key_of_another_length(int length) =>
        Assert.False(TestKeys.Parse($"k=ed25519; p={Convert.ToBase64String(new byte[length])}").IsWellFormed);

    [Fact]
    [Rfc("6376", "3.6.1", "6.1.2")]
    public void An_empty_p_is_a_revoked_key()
    {
        DkimKeyRecord record = TestKeys.Parse("v=DKIM1; p=");
        Assert.True(record.IsWellFormed);
        Assert.True(record.IsRevoked);
        Assert.Null(record.PublicKey);
        Assert.True(TestKeys.Parse("v=DKIM1; p= \r\n ;").IsRevoked);
        Assert.True(TestKeys.Parse("v=DKIM1; k=ed25519; p=").IsRevoked);
    }

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void Folds_and_odd_spaces_are_no_part_of_a_value()
    {
        string key = Spki(1024);
        string folded = string.Join("\r\n\t ", key.Chunk(17).Select(c => new string(c)));
        DkimKeyRecord record = TestKeys.Parse($" \t v \t=\r\n DKIM1 ; h = sha1 :\r\n sha256 : x-new;k= rsa;t= y :\ts ; s= email : * ;n=a note, = and all;  p = {folded} ;  ");
        Assert.True(record.IsWellFormed);
        Assert.Equal(1024, record.Bits);
        Assert.Equal(DkimKeyHashes.All, record.Hashes);
        Assert.True(record.IsTesting && record.DemandsExactIdentity && record.IsForEmail);
    }

    [Theory]
    [Rfc("6376", "3.6.1")]
    [InlineData("h=sha256", DkimKeyHashes.Sha256)]
    [InlineData("h=sha1", DkimKeyHashes.Sha1)]
    [InlineData("h=sha1:sha256", DkimKeyHashes.All)]
    [InlineData("h=sha0", DkimKeyHashes.None)]
    [InlineData("h=SHA256", DkimKeyHashes.None)]
    public void Reads_the_hashes_that_it_knows(string tag, DkimKeyHashes expected) =>
        Assert.Equal(expected, TestKeys.Parse($"{tag}; p={Spki(1024)}").Hashes);

    [Theory]
    [Rfc("6376", "3.6.1")]
    [InlineData("s=*", true)]
    [InlineData("s=email", true)]
    [InlineData("s=tlsrpt : email", true)]
    [InlineData("s=tlsrpt", false)]
    public void Reads_the_services(string tag, bool email) => Assert.Equal(email, TestKeys.Parse($"{tag}; p={Spki(1024)}").IsForEmail);

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void Unknown_tags_and_flags_are_ignored()
    {
        DkimKeyRecord record = TestKeys.Parse($"v=DKIM1; x_new=1; g=; t=x:y; P=no; p={Spki(1024)}");
        Assert.True(record.IsWellFormed);
        Assert.True(record.IsTesting);
        Assert.False(record.DemandsExactIdentity);
    }

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void An_unknown_type_is_well_formed_and_has_no_key()
    {
        DkimKeyRecord record = TestKeys.Parse("k=xmss; p=AAAA");
        Assert.True(record.IsWellFormed);
        Assert.Equal(DkimKeyType.Unknown, record.KeyType);
        Assert.Null(record.PublicKey);
        Assert.False(record.IsRevoked);
    }

    [Theory]
    [Rfc("6376", "3.6.1")]
    [InlineData("", KeyRecordFault.MissingKey)]
    [InlineData(";", KeyRecordFault.NotATagList)]
    [InlineData("v=DKIM1", KeyRecordFault.MissingKey)]
    [InlineData("v=DKIM1; k=rsa", KeyRecordFault.MissingKey)]
    [InlineData("v=DKIM2; p=KEY", KeyRecordFault.UnknownVersion)]
    [InlineData("v=dkim1; p=KEY", KeyRecordFault.UnknownVersion)]
    [InlineData("v=; p=KEY", KeyRecordFault.UnknownVersion)]
    [InlineData("k=rsa; v=DKIM1; p=KEY", KeyRecordFault.VersionNotFirst)]
    [InlineData("v=DKIM1; p=KEY; p=KEY", KeyRecordFault.RepeatedTag)]
    [InlineData("v=DKIM1; n=a; n=b; p=KEY", KeyRecordFault.RepeatedTag)]
    [InlineData("v=DKIM1; x=1; x=1; p=KEY", KeyRecordFault.RepeatedTag)]
    [InlineData("v=DKIM1;; p=KEY", KeyRecordFault.NotATagList)]
    [InlineData("v=DKIM1; p=KEY;;", KeyRecordFault.NotATagList)]
    [InlineData("v=DKIM1; k; p=KEY", KeyRecordFault.NotATagList)]
    [InlineData("v=DKIM1; 1k=a; p=KEY", KeyRecordFault.NotATagList)]
    [InlineData("v=DKIM1; k=; p=KEY", KeyRecordFault.BadType)]
    [InlineData("v=DKIM1; h=; p=KEY", KeyRecordFault.BadHashes)]
    [InlineData("v=DKIM1; h=sha256:; p=KEY", KeyRecordFault.BadHashes)]
    [InlineData("v=DKIM1; s=; p=KEY", KeyRecordFault.BadServices)]
    [InlineData("v=DKIM1; t=y s; p=KEY", KeyRecordFault.BadFlags)]
    [InlineData("v=DKIM1; k=ed25519; p=KEY", KeyRecordFault.BadKey)]
    [InlineData("v=DKIM1; p=KEY.", KeyRecordFault.BadKey)]
    [InlineData("v=DKIM1; p=AAAA", KeyRecordFault.BadKey)]
    [InlineData("v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ", KeyRecordFault.BadKey)]
    [InlineData("v=spf1 -all", KeyRecordFault.MissingKey)]
    public void Whatever_breaks_the_grammar_is_no_key_record_and_is_told(string text, KeyRecordFault fault)
    {
        DkimKeyRecord record = TestKeys.Parse(text.Replace("KEY", Spki(1024), StringComparison.Ordinal));
        Assert.Equal((false, fault), (record.IsWellFormed, record.Fault));
    }

    [Fact]
    public void More_tags_than_the_bound_are_no_key_record()
    {
        string extra = string.Concat(Enumerable.Range(0, DkimKeyRecordParser.MaxTags).Select(i => $"x{i}=;"));
        Assert.Equal(KeyRecordFault.TooManyTags, TestKeys.Parse($"{extra} p={Spki(1024)}").Fault);
    }

    [Fact]
    public void Every_prefix_and_every_changed_octet_of_a_key_ends_in_a_value()
    {
        byte[] der = TestKeys.Rsa(1024).ExportSubjectPublicKeyInfo();
        for (int i = 0; i < der.Length; i++)
        {
            Assert.Null(RsaKeyReader.TryRead(der.AsMemory(0, i)));
            byte[] changed = [.. der];
            changed[i] ^= 0x81;
            _ = RsaKeyReader.TryRead(changed);
        }
        Assert.Null(RsaKeyReader.TryRead((byte[])[.. der, 0]));
    }

    [Fact]
    public void Numbers_that_no_key_has_are_refused()
    {
        byte[] odd = [0xc1, 0x03];
        Assert.NotNull(DkimPublicKey.Rsa(odd, (byte[])[3]));
        Assert.Null(DkimPublicKey.Rsa(odd, (byte[])[1]));
        Assert.Null(DkimPublicKey.Rsa(odd, (byte[])[2]));
        Assert.Null(DkimPublicKey.Rsa(odd, default));
        Assert.Null(DkimPublicKey.Rsa((byte[])[0xc1, 0x02], (byte[])[3]));
        Assert.Null(DkimPublicKey.Rsa((byte[])[0, 0xc1], (byte[])[3]));
        Assert.Null(DkimPublicKey.Rsa(default, (byte[])[3]));
    }

    [Fact]
    public void Random_octets_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { DkimKeyRecordParser.Parse(bytes); });

    [Fact]
    public void Random_records_never_throw() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40]
            .Sample(parts => { DkimKeyRecordParser.Parse(Encoding.UTF8.GetBytes(string.Concat(parts.Select(i => Pieces[i])))); });

    [Fact]
    public void Random_numbers_in_a_key_never_throw() =>
        Gen.Select(Gen.Byte.Array[1, 80], Gen.Byte.Array[1, 20]).Sample((modulus, exponent) =>
        {
            var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(new System.Numerics.BigInteger(modulus));
                writer.WriteInteger(new System.Numerics.BigInteger(exponent));
            }
            _ = RsaKeyReader.TryRead(writer.Encode())?.Bits;
        });
}
