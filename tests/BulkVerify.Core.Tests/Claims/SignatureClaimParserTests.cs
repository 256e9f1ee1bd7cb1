using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class SignatureClaimParserTests
{
    private const string Hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private const string Good = $"v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=sel; h=From:To; bh={Hash}; b=AQID";

    private static SignatureClaim Parse(string value, SignatureKind kind = SignatureKind.Dkim) =>
        Parse(Encoding.UTF8.GetBytes($"{NameOf(kind)}:{value}\r\n\r\n"), kind);

    private static SignatureClaim Parse(byte[] message, SignatureKind kind)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return new SignatureClaimParser(new NameTable()).Parse(kind, message, headers.Fields[0], 0);
    }

    private static string NameOf(SignatureKind kind) => kind switch
    {
        SignatureKind.Dkim => "DKIM-Signature",
        SignatureKind.ArcMessage => "ARC-Message-Signature",
        _ => "ARC-Seal",
    };

    private static string With(string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        return Good.Replace(from, to, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("6376", "3.5", "6.1.1")]
    public void Reads_every_tag()
    {
        SignatureClaim claim = Parse(Good + "; i=user@News.Example.COM; l=100; t=1000; x=2000; q=dns/txt; z=From:x|To:y; unknown=1");
        Assert.Equal(SignatureSyntax.Valid, claim.Syntax);
        Assert.Equal(SignatureAlgorithm.RsaSha256, claim.Algorithm);
        Assert.Equal(Canonicalization.Relaxed, claim.HeaderCanonicalization);
        Assert.Equal(Canonicalization.Simple, claim.BodyCanonicalization);
        Assert.Equal("example.com", claim.Domain!.Value);
        Assert.Equal("sel", claim.Selector!.Value);
        Assert.Equal("sel._domainkey.example.com", claim.KeyName!.Value);
        Assert.Equal("news.example.com", claim.IdentityDomain!.Value);
        Assert.Equal(100, claim.BodyLength);
        Assert.Equal(1000, claim.SignedAt);
        Assert.Equal(2000, claim.ExpiresAt);
        Assert.Equal([1, 2, 3], claim.Signature.ToArray());
        Assert.Equal(Convert.FromBase64String(Hash), claim.BodyHash.ToArray());
    }

    [Theory]
    [Rfc("6376", "3.5", "6.1.1")]
    [InlineData("", SignatureSyntax.MissingTag)]
    [InlineData("v=1; a=rsa-sha256; d=example.com; s=sel; h=From; bh=", SignatureSyntax.MissingTag)]
    [InlineData("V=1; A=rsa-sha256", SignatureSyntax.MissingTag)]
    public void A_list_without_the_required_tags_is_incomplete(string value, SignatureSyntax expected) => Assert.Equal(expected, Parse(value).Syntax);

    [Theory]
    [Rfc("6376", "3.5", "6.1.1")]
    [InlineData("v=1; ")]
    [InlineData("a=rsa-sha256; ")]
    [InlineData("d=example.com; ")]
    [InlineData("s=sel; ")]
    [InlineData("h=From:To; ")]
    [InlineData($"bh={Hash}; ")]
    [InlineData("; b=AQID")]
    public void Each_required_tag_is_required(string left) => Assert.Equal(SignatureSyntax.MissingTag, Parse(With(left, "")).Syntax);

    [Theory]
    // RFC 6376 §3.2: names are case-sensitive, repeated ones void the list, unknown ones are ignored, an empty value is not an absent one.
    [InlineData("v=1", "V=1; v=1", SignatureSyntax.Valid)]
    [InlineData("v=1", "v=1; v=1", SignatureSyntax.RepeatedTag)]
    [InlineData("v=1", "v=1; z=; z=", SignatureSyntax.RepeatedTag)]
    [InlineData("v=1", "v=1; X=1; x_2=; y=;", SignatureSyntax.NotATagList)]
    [InlineData("v=1", "v=1; X=1; x_2=; y=", SignatureSyntax.Valid)]
    [InlineData("v=1", "v=1; novalue", SignatureSyntax.NotATagList)]
    [InlineData("b=AQID", "b=AQID;;", SignatureSyntax.NotATagList)]
    [InlineData("b=AQID", "b=AQID; \r\n ; ", SignatureSyntax.NotATagList)]
    [InlineData("v=1", "v=1; 1x=1", SignatureSyntax.NotATagList)]
    [InlineData("v=1", "v=1; x-y=1", SignatureSyntax.NotATagList)]
    [InlineData("v=1", "v=1; =1", SignatureSyntax.NotATagList)]
    [InlineData("v=1", "v=1; z=\0", SignatureSyntax.NotATagList)]
    [InlineData("b=AQID", "b=AQID;", SignatureSyntax.Valid)]
    [InlineData("b=AQID", "b=AQID; \r\n ", SignatureSyntax.Valid)]
    [InlineData("v=1", "v=", SignatureSyntax.BadVersion)]
    [InlineData("v=1", "v=0.5", SignatureSyntax.BadVersion)]
    [InlineData("v=1", "v=1.0", SignatureSyntax.BadVersion)]
    [InlineData("v=1", "v=1; c=", SignatureSyntax.RepeatedTag)]
    // RFC 6376 §3.3, RFC 8463 §3, RFC 8301 §3.1
    [InlineData("rsa-sha256", "ed25519-sha256", SignatureSyntax.Valid)]
    [InlineData("rsa-sha256", "rsa-sha1", SignatureSyntax.BadBase64)]
    [InlineData("rsa-sha256", "rsa-sha512", SignatureSyntax.UnknownAlgorithm)]
    [InlineData("rsa-sha256", "RSA-SHA256", SignatureSyntax.UnknownAlgorithm)]
    [InlineData("rsa-sha256", "", SignatureSyntax.UnknownAlgorithm)]
    // RFC 6376 §3.4
    [InlineData("relaxed/simple", "relaxed", SignatureSyntax.Valid)]
    [InlineData("relaxed/simple", "nowsp/simple", SignatureSyntax.UnknownCanonicalization)]
    [InlineData("relaxed/simple", "relaxed/simple/simple", SignatureSyntax.UnknownCanonicalization)]
    [InlineData("relaxed/simple", "relaxed/", SignatureSyntax.UnknownCanonicalization)]
    [InlineData("relaxed/simple", "", SignatureSyntax.UnknownCanonicalization)]
    // RFC 6376 §3.5: b=, bh=
    [InlineData("b=AQID", "b=", SignatureSyntax.BadBase64)]
    [InlineData("b=AQID", "b=A*ID", SignatureSyntax.BadBase64)]
    [InlineData("b=AQID", "b=AQ", SignatureSyntax.Valid)]
    [InlineData("b=AQID", "b = \r\n\tA Q\r\n\tI D ", SignatureSyntax.Valid)]
    [InlineData($"bh={Hash}", "bh=AQID", SignatureSyntax.BadBase64)]
    [InlineData($"bh={Hash}", "bh=", SignatureSyntax.BadBase64)]
    // RFC 6376 §3.5: d=, s=
    [InlineData("d=example.com", "d=", SignatureSyntax.BadDomain)]
    [InlineData("d=example.com", "d=example..com", SignatureSyntax.BadDomain)]
    [InlineData("d=example.com", "d=example.com.", SignatureSyntax.BadDomain)]
    [InlineData("d=example.com", "d=exam ple.com", SignatureSyntax.BadDomain)]
    [InlineData("s=sel", "s=", SignatureSyntax.BadDomain)]
    [InlineData("s=sel", "s=a.b", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=a..b", SignatureSyntax.BadDomain)]
    // RFC 6376 §3.5, §6.1.1: i=
    [InlineData("s=sel", "s=sel; i=@example.com", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; i=a@b@sub.EXAMPLE.com", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; i=a=40b=3B@sub.exam\r\n ple.com", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; i=a@sub=2Eexample.com", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; i=a@sub=2example.com", SignatureSyntax.IdentityOutsideDomain)]
    [InlineData("s=sel", "s=sel; i=a@badexample.com", SignatureSyntax.IdentityOutsideDomain)]
    [InlineData("s=sel", "s=sel; i=a@com", SignatureSyntax.IdentityOutsideDomain)]
    [InlineData("s=sel", "s=sel; i=example.com", SignatureSyntax.IdentityOutsideDomain)]
    [InlineData("s=sel", "s=sel; i=", SignatureSyntax.IdentityOutsideDomain)]
    // RFC 6376 §3.5, §5.4: h=
    [InlineData("h=From:To", "h= to :\r\n\tfROM ", SignatureSyntax.Valid)]
    [InlineData("h=From:To", "h=From:From:To:", SignatureSyntax.Valid)]
    [InlineData("h=From:To", "h=To:Subject", SignatureSyntax.BadSignedHeaders)]
    [InlineData("h=From:To", "h=", SignatureSyntax.BadSignedHeaders)]
    [InlineData("h=From:To", "h=From:Message ID", SignatureSyntax.BadSignedHeaders)]
    // RFC 6376 §3.5: l=, t=, x=
    [InlineData("s=sel", "s=sel; l=0", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; l=", SignatureSyntax.BadNumber)]
    [InlineData("s=sel", "s=sel; l=-1", SignatureSyntax.BadNumber)]
    [InlineData("s=sel", "s=sel; t=1e3", SignatureSyntax.BadNumber)]
    [InlineData("s=sel", "s=sel; t=999999999999", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; t=1000000000000", SignatureSyntax.BadNumber)]
    [InlineData("s=sel", "s=sel; t=5; x=6", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; t=5; x=5", SignatureSyntax.BadNumber)]
    [InlineData("s=sel", "s=sel; x=", SignatureSyntax.BadNumber)]
    // RFC 6376 §3.5: q=
    [InlineData("s=sel", "s=sel; q=dns/txt", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; q=http/x : dns/txt", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; q=dns", SignatureSyntax.Valid)]
    [InlineData("s=sel", "s=sel; q=http/x", SignatureSyntax.UnknownQueryMethod)]
    [InlineData("s=sel", "s=sel; q=", SignatureSyntax.UnknownQueryMethod)]
    public void Each_rule_of_a_tag_has_its_fault(string from, string to, SignatureSyntax expected) => Assert.Equal(expected, Parse(With(from, to)).Syntax);

    [Theory]
    [Rfc("6376", "3.5")]
    [InlineData("c=relaxed/simple; ", "", Canonicalization.Simple, Canonicalization.Simple)]
    [InlineData("c=relaxed/simple", "c=relaxed", Canonicalization.Relaxed, Canonicalization.Simple)]
    [InlineData("c=relaxed/simple", "c=simple/relaxed", Canonicalization.Simple, Canonicalization.Relaxed)]
    public void Canonicalization_is_simple_where_it_is_not_said(string from, string to, Canonicalization header, Canonicalization body)
    {
        SignatureClaim claim = Parse(With(from, to));
        Assert.Equal((header, body), (claim.HeaderCanonicalization, claim.BodyCanonicalization));
    }

    [Fact]
    [Rfc("8616", "5")]
    public void U_labels_become_A_labels()
    {
        SignatureClaim claim = Parse(With("d=example.com; s=sel", "d=bücher.example; s=schlüssel; i=lücke@Läden.bücher.example"));
        Assert.Equal(SignatureSyntax.Valid, claim.Syntax);
        Assert.Equal("xn--schlssel-95a._domainkey.xn--bcher-kva.example", claim.KeyName!.Value);
        Assert.Equal("xn--lden-loa.xn--bcher-kva.example", claim.IdentityDomain!.Value);
    }

    [Fact]
    [Rfc("6376", "3.5")]
    public void Numbers_too_large_for_64_bits_are_the_largest()
    {
        Assert.Equal(long.MaxValue, Parse(Good + "; l=" + new string('9', 76)).BodyLength);
        Assert.Equal(7, Parse(Good + "; l=" + new string('0', 75) + "7").BodyLength);
        Assert.Equal(SignatureSyntax.BadNumber, Parse(Good + "; l=" + new string('0', 77)).Syntax);
    }

    [Fact]
    [Rfc("6376", "3.6.2.1")]
    public void A_key_name_may_fill_but_not_exceed_what_DNS_allows()
    {
        string label = new('a', 63);
        string domain = $"{label}.{label}.{label}.{new string('b', 253 - (3 * 64) - 12 - 3)}";
        Assert.Equal(253, Parse(With("d=example.com", $"d={domain}")).KeyName!.Value.Length);
        Assert.Equal(SignatureSyntax.BadDomain, Parse(With("d=example.com", $"d=b{domain}")).Syntax);
    }

    [Fact]
    [Rfc("8058", "4")]
    public void Signing_both_unsubscribe_fields_is_noticed()
    {
        Assert.True(Parse(With("h=From:To", "h=From:list-unsubscribe:List-Unsubscribe-Post")).SignsUnsubscribe);
        Assert.False(Parse(With("h=From:To", "h=From:List-Unsubscribe")).SignsUnsubscribe);
    }

    [Fact]
    public void More_names_in_h_than_the_limit_are_not_evaluated() =>
        Assert.Equal(SignatureSyntax.OverLimit, Parse(With("h=From:To", "h=From" + string.Concat(Enumerable.Repeat(":x", SignatureClaimParser.MaxSignedHeaders)))).Syntax);

    [Theory]
    [Rfc("6376", "3.2", "3.5")]
    [InlineData("b=AQID", "AQID")]
    [InlineData("b =AQID", "AQID")]
    [InlineData("b= \r\n AQ\r\n\tID \r\n\t", " \r\n AQ\r\n\tID \r\n\t")]
    [InlineData("b=AQID; ", "AQID")]
    [InlineData("b\r\n = AQID ;", " AQID ")]
    public void The_place_of_b_holds_all_white_space_around_its_value(string tag, string expected)
    {
        byte[] message = Encoding.ASCII.GetBytes($"DKIM-Signature: {With("b=AQID", tag)}z=1\r\n\r\n".Replace("z=1", tag.Contains(';', StringComparison.Ordinal) ? "z=1" : "", StringComparison.Ordinal));
        SignatureClaim claim = Parse(message, SignatureKind.Dkim);
        Assert.Equal(SignatureSyntax.Valid, claim.Syntax);
        Assert.Equal(expected, Encoding.ASCII.GetString(message, claim.SignatureValue.Start, claim.SignatureValue.Length));
    }

    [Theory]
    [Rfc("8617", "4.1.3")]
    [InlineData("i=1; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID", SignatureSyntax.Valid)]
    [InlineData("i=51; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID", SignatureSyntax.BadArcTag)]
    [InlineData("i=0; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID", SignatureSyntax.BadArcTag)]
    [InlineData("i=1; a=rsa-sha256; cv=maybe; d=example.org; s=s; b=AQID", SignatureSyntax.BadArcTag)]
    [InlineData("i=1; a=rsa-sha256; d=example.org; s=s; b=AQID", SignatureSyntax.MissingTag)]
    [InlineData("a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID", SignatureSyntax.MissingTag)]
    [InlineData("i=1; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID; h=From", SignatureSyntax.BadSignedHeaders)]
    [InlineData("i=1; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID; t=1000; x=900", SignatureSyntax.Valid)]
    [InlineData("i=1; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID; x=never; l=all; q=http; c=none; v=2; bh=-", SignatureSyntax.Valid)]
    [InlineData("i=1; a=rsa-sha256; cv=none; d=example.org; s=s; b=AQID; t=soon", SignatureSyntax.BadNumber)]
    public void A_seal_has_its_own_rules(string value, SignatureSyntax expected)
    {
        SignatureClaim claim = Parse(value, SignatureKind.ArcSeal);
        Assert.Equal(expected, claim.Syntax);
        Assert.Null(claim.ExpiresAt);
    }

    [Theory]
    [Rfc("8617", "4.1.2")]
    [InlineData("v=1; ", "i=3; ", SignatureSyntax.Valid)]
    [InlineData("v=1; ", "v=2; i=3; ", SignatureSyntax.Valid)]
    [InlineData("v=1; ", "", SignatureSyntax.MissingTag)]
    [InlineData("v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=sel; h=From:To", "i=3; a=rsa-sha256; d=example.com; s=sel; h=From:ARC-Seal", SignatureSyntax.BadSignedHeaders)]
    public void A_message_signature_of_ARC_has_an_instance_and_no_version(string from, string to, SignatureSyntax expected) =>
        Assert.Equal(expected, Parse(With(from, to), SignatureKind.ArcMessage).Syntax);

    [Fact]
    public void Every_prefix_and_every_changed_octet_ends_in_a_claim()
    {
        byte[] field = Encoding.ASCII.GetBytes($"DKIM-Signature: {Good}; i=a@example.com; t=1; x=2; q=dns/txt; l=3\r\n");
        for (int length = 15; length <= field.Length; length++)
            Assert.NotNull(Parse(field[..length], SignatureKind.Dkim));
        Gen.Select(Gen.Int[16, field.Length - 1], Gen.Byte).Sample((at, octet) =>
        {
            byte[] changed = [.. field];
            changed[at] = octet;
            var headers = new HeaderTable();
            HeaderScanner.Scan(changed, headers);
            foreach (HeaderField found in headers.Fields)
            {
                foreach (SignatureKind kind in Enum.GetValues<SignatureKind>())
                    new SignatureClaimParser(new NameTable()).Parse(kind, changed, found, 0);
            }
        });
    }

    [Fact]
    public void Repeated_names_are_the_same_objects()
    {
        var parser = new SignatureClaimParser(new NameTable());
        byte[] message = Encoding.ASCII.GetBytes($"DKIM-Signature: {Good}\r\n\r\n");
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        SignatureClaim one = parser.Parse(SignatureKind.Dkim, message, headers.Fields[0], 0), other = parser.Parse(SignatureKind.Dkim, message, headers.Fields[0], 0);
        Assert.Same(one.KeyName, other.KeyName);
        Assert.Same(one.Domain, other.Domain);
    }
}
