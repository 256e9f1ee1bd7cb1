using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class SignatureClaimReaderTests
{
    private static SignatureClaims Read(string headers, int maxSignatures = SignatureClaimReader.DefaultMaxSignatures)
    {
        byte[] message = Encoding.ASCII.GetBytes(headers + "\n\nbody");
        var table = new HeaderTable();
        HeaderScanner.Scan(message, table);
        return new SignatureClaimReader(new NameTable(), maxSignatures).Read(message, table);
    }

    private static string Set(int instance) =>
        $"ARC-Seal: i={instance}; cv={(instance == 1 ? "none" : "pass")}; a=rsa-sha256; d=a.example; s=s; b=AQID\n" +
        $"ARC-Message-Signature: i={instance}; a=rsa-sha256; d=a.example; s=s; h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AQID\n" +
        $"ARC-Authentication-Results: i = {instance} ; mx.example; none";

    private static string Sets(int count) => string.Join('\n', Enumerable.Range(1, count).Reverse().Select(Set));

    [Fact]
    public void A_message_without_signatures_has_none()
    {
        SignatureClaims claims = Read("From: a@b.example");
        Assert.Empty(claims.Dkim);
        Assert.Null(claims.ArcSets);
        Assert.Equal(ArcStructure.Complete, claims.ArcStructure);
    }

    [Fact]
    [Rfc("6376", "4.2")]
    public void Signatures_come_topmost_first_with_their_field()
    {
        SignatureClaims claims = Read("DKIM-Signature: d=one.example; s=s\nFrom: a\ndkim-signature : d=two.example; s=s");
        Assert.Equal(["one.example", "two.example"], claims.Dkim.Select(c => c.Domain!.Value));
        Assert.Equal([0, 2], claims.Dkim.Select(c => c.FieldIndex));
        Assert.Null(claims.ArcSets);
    }

    [Fact]
    public void Signatures_over_the_limit_are_listed_and_not_evaluated()
    {
        SignatureClaims claims = Read(string.Join('\n', Enumerable.Repeat("DKIM-Signature: v=1", 100)), maxSignatures: 3);
        Assert.Equal(64, claims.Dkim.Count);
        Assert.Equal(Enumerable.Repeat(SignatureSyntax.MissingTag, 3).Concat(Enumerable.Repeat(SignatureSyntax.OverLimit, 61)), claims.Dkim.Select(c => c.Syntax));
    }

    [Theory]
    [Rfc("8617", "4.2.1", "5.2")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Sets_from_1_to_N_are_complete(int count)
    {
        SignatureClaims claims = Read(Sets(count));
        Assert.Equal(ArcStructure.Complete, claims.ArcStructure);
        Assert.Equal(Enumerable.Range(1, count), claims.ArcSets!.Select(s => s.Instance));
        Assert.All(claims.ArcSets!, s => Assert.Equal(3 * (count - s.Instance), s.Seal!.FieldIndex));
    }

    [Fact]
    [Rfc("8617", "4.2.1", "5.2")]
    public void Faults_of_the_structure_are_told_apart()
    {
        Assert.Equal(ArcStructure.TooManySets, Read(Sets(51)).ArcStructure);
        Assert.Equal(ArcStructure.IncompleteSet, Read(Set(2)).ArcStructure);
        Assert.Equal(ArcStructure.IncompleteSet, Read(Set(3) + "\n" + Set(1)).ArcStructure);
        Assert.Equal(ArcStructure.RepeatedField, Read(Set(1) + "\n" + Set(1)).ArcStructure);
        foreach (string field in Set(1).Split('\n'))
        {
            Assert.Equal(ArcStructure.IncompleteSet, Read(field).ArcStructure);
            Assert.Equal(ArcStructure.IncompleteSet, Read(Set(1).Replace(field, "X: y", StringComparison.Ordinal)).ArcStructure);
            Assert.Equal(ArcStructure.RepeatedField, Read(Set(1) + "\n" + field).ArcStructure);
            Assert.Equal(ArcStructure.BadInstance, Read(Set(1) + "\n" + field.Replace("i=1", "i=x", StringComparison.Ordinal).Replace("i = 1", "i=x", StringComparison.Ordinal)).ArcStructure);
            Assert.Equal(ArcStructure.BadInstance, Read(Set(1) + "\n" + field.Replace("i=1", "i=0", StringComparison.Ordinal).Replace("i = 1", "i=0", StringComparison.Ordinal)).ArcStructure);
        }
        Assert.Equal(ArcStructure.BadInstance, Read(Set(1).Replace("i = 1 ; mx.example", "mx.example; i=1", StringComparison.Ordinal)).ArcStructure);
    }

    [Fact]
    public void A_flood_of_ARC_fields_is_cut()
    {
        SignatureClaims claims = Read(string.Join('\n', Enumerable.Repeat(Set(1), 400)));
        Assert.Equal(ArcStructure.TooManySets, claims.ArcStructure);
        Assert.Equal(1, Assert.Single(claims.ArcSets!).Instance);
    }

    [Fact]
    public void A_reader_keeps_nothing_of_the_message_before()
    {
        var reader = new SignatureClaimReader(new NameTable());
        var table = new HeaderTable();
        byte[] first = Encoding.ASCII.GetBytes(Sets(3) + "\nDKIM-Signature: v=1\n\n"), second = Encoding.ASCII.GetBytes(Set(1) + "\n\n");
        HeaderScanner.Scan(first, table);
        SignatureClaims kept = reader.Read(first, table);
        HeaderScanner.Scan(second, table);
        SignatureClaims next = reader.Read(second, table);
        Assert.Equal(3, kept.ArcSets!.Count);
        Assert.Single(kept.Dkim);
        Assert.Single(next.ArcSets!);
        Assert.Empty(next.Dkim);
    }

    [Fact]
    public void Random_octets_in_signature_fields_end_in_claims() =>
        Gen.Select(Gen.Int[0, 3].Select(n => new[] { "DKIM-Signature", "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results" }[n]), Gen.Frequency((1, Gen.Byte), (3, Gen.Int[0, 17].Select(n => "=;: \t\r\nabhisdvcq1@"u8[n]))).Array[0, 120])
            .Array[1, 6].Sample(fields =>
            {
                byte[] message = [.. fields.SelectMany(f => (byte[])[.. Encoding.ASCII.GetBytes(f.Item1 + ":"), .. f.Item2, (byte)'\n'])];
                var table = new HeaderTable();
                HeaderScanner.Scan(message, table);
                new SignatureClaimReader(new NameTable()).Read(message, table);
            });
}
