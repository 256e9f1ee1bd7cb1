using System.Security.Cryptography;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Digests;

public class MessageDigesterTests
{
    private const string Start = "v=1; a=rsa-sha256; d=a.example; s=s";

    private static readonly DigestOptions Legacy = new() { HashRsaSha1 = true };

    private sealed record Digested(byte[] Message, HeaderTable Headers, SignatureClaims Claims, SignatureDigests Digests, MessageDigester Digester)
    {
        public SignatureDigest First => Digests.Dkim[0];

        public (string Headers, string Body) Canonical(SignatureClaim? claim = null)
        {
            (byte[] headers, byte[] body) = Digester.Canonical(Message, Headers, Claims, claim ?? First.Claim, Digests.Reading);
            return (Encoding.Latin1.GetString(headers), Encoding.Latin1.GetString(body));
        }
    }

    private static Digested Digest(string message, MboxVariant variant = MboxVariant.None, bool hasQuotedFrom = false, DigestOptions? options = null)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(message);
        var headers = new HeaderTable();
        HeaderScanner.Scan(bytes, headers);
        SignatureClaims claims = new SignatureClaimReader(new NameTable()).Read(bytes, headers);
        var digester = new MessageDigester(options ?? new DigestOptions());
        return new Digested(bytes, headers, claims, digester.Digest(bytes, headers, claims, variant, hasQuotedFrom), digester);
    }

    private static string HashOf(string canonicalBody) => Convert.ToBase64String(SHA256.HashData(Encoding.Latin1.GetBytes(canonicalBody)));

    private static string Signature(string h = "From", string more = "", string canonicalBody = "body\r\n", string c = "relaxed/relaxed") =>
        $"DKIM-Signature: {Start}; c={c}; h={h}; bh={HashOf(canonicalBody)};{more} b=AQID\n";

    [Fact]
    [Rfc("6376", "3.7")]
    public void Hashes_are_those_of_the_canonical_octets()
    {
        Digested message = Digest(Signature("From:Subject") + "From:  a@a.example\nSubject: x \n\nbody \n\n");
        (string headers, string body) = message.Canonical();
        Assert.Equal($"from:a@a.example\r\nsubject:x\r\ndkim-signature:{Start}; c=relaxed/relaxed; h=From:Subject; bh={HashOf("body\r\n")}; b=", headers);
        Assert.Equal("body\r\n", body);
        Assert.Equal(SHA256.HashData(Encoding.Latin1.GetBytes(headers)), message.First.HeaderHash.ToArray());
        Assert.True(message.First.BodyHashMatches);
    }

    [Theory]
    // RFC 6376 §5.4.2
    [InlineData("From:X", "x:3\r\n")]
    [InlineData("From:X:X", "x:3\r\nx:2\r\n")]
    [InlineData("From:X:x:X:X", "x:3\r\nx:2\r\nx:1\r\n")]
    [InlineData("X:From:Y:X", "x:3\r\nx:2\r\n")]
    [InlineData("From: :X::", "x:3\r\n")]
    public void Repeated_names_are_taken_from_the_bottom_up_and_absent_ones_are_nothing(string h, string expected)
    {
        string headers = Digest(Signature(h) + "X: 1\nFrom: a\nx : 2\nX:3\nXX: 4\n\nbody").Canonical().Headers;
        Assert.Equal(expected, headers[..headers.IndexOf("dkim-", StringComparison.Ordinal)].Replace("from:a\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    [Rfc("6376", "3.7", "5.4")]
    public void A_signature_may_sign_another_and_itself_comes_last()
    {
        Digested message = Digest(Signature("From:DKIM-Signature") + Signature("From", " t=5;") + "From: a\n\nbody\n");
        string headers = message.Canonical().Headers;
        Assert.Equal(2, headers.Split("dkim-signature:").Length - 1);
        Assert.Contains("t=5; b=AQID\r\ndkim-signature:", headers, StringComparison.Ordinal);
        Assert.EndsWith("; b=", headers, StringComparison.Ordinal);
    }

    [Theory]
    [Rfc("6376", "3.5", "3.7")]
    [InlineData("b=AQID", "b=")]
    [InlineData("b = AQID", "b =")]
    [InlineData("b=AQ\n ID;", "b=;")]
    [InlineData("b=\n AQID\n ; x=9", "b=; x=9")]
    [InlineData("b\t=\n\tA Q\n I D ", "b =")]
    public void Only_the_value_of_b_is_left_out(string tag, string expected)
    {
        string relaxed = Digest(Signature().Replace("b=AQID", tag, StringComparison.Ordinal) + "From: a\n\nbody\n").Canonical().Headers;
        Assert.EndsWith($"bh={HashOf("body\r\n")}; {expected}", relaxed, StringComparison.Ordinal);
        string simple = Digest(Signature(c: "simple/simple").Replace("b=AQID", tag, StringComparison.Ordinal) + "From: a\n\nbody\n").Canonical().Headers;
        Assert.EndsWith($"bh={HashOf("body\r\n")}; {expected.Replace("b =", tag[..(tag.IndexOf('=', StringComparison.Ordinal) + 1)], StringComparison.Ordinal)}", simple, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("6376", "3.5", "3.7")]
    public void A_body_is_signed_up_to_l()
    {
        const string text = "From: a\n\nbody \nmore\n";
        Assert.Equal(6, Digest(Signature(more: " l=6;") + text).First.UnsignedBodyBytes);
        Assert.True(Digest(Signature(more: " l=6;") + text).First.BodyHashMatches);
        Assert.Equal("body\r\n", Digest(Signature(more: " l=6;") + text).Canonical().Body);
        Assert.True(Digest(Signature(more: " l=0;", canonicalBody: "") + text).First.BodyHashMatches);
        Assert.Equal(0, Digest(Signature(more: " l=12;", canonicalBody: "body\r\nmore\r\n") + text).First.UnsignedBodyBytes);
        Digested tooLong = Digest(Signature(more: " l=13;", canonicalBody: "body\r\nmore\r\n") + text);
        Assert.Equal(SignatureSyntax.BodyShorterThanLength, tooLong.First.Claim.Syntax);
        Assert.False(tooLong.First.BodyHashMatches);
    }

    [Theory]
    [Rfc("6376", "5.4.2", "8.15")]
    [InlineData("From: a\nSubject: b\n", "From", false)]
    [InlineData("From: a\nFrom: b\n", "From", true)]
    [InlineData("From: a\nFrom: b\n", "From:From", false)]
    [InlineData("From: a\nSubject: b\nSubject: c\n", "From:Subject", true)]
    [InlineData("From: a\nTo: b\nTo: c\n", "From:To", false)]
    public void From_and_Subject_that_h_does_not_cover_are_noticed(string fields, string h, bool expected) =>
        Assert.Equal(expected, Digest(Signature(h) + fields + "\nbody\n").First.Claim.LeavesDuplicatesUnsigned);

    [Fact]
    [Rfc("8301", "3.1")]
    public void Sha1_is_hashed_only_on_demand()
    {
        string bh = Convert.ToBase64String(SHA1.HashData("body\r\n"u8));
        string text = $"DKIM-Signature: v=1; a=rsa-sha1; d=a.example; s=s; c=relaxed/relaxed; h=From; bh={bh}; b=AQID\nFrom: a\n\nbody\n";
        Assert.True(Digest(text).First.HeaderHash.IsEmpty);
        Assert.Equal(20, Digest(text, options: Legacy).First.HeaderHash.Length);
        Assert.True(Digest(text, options: Legacy).First.BodyHashMatches);
    }

    [Fact]
    public void Work_is_bounded_and_what_is_over_it_is_said()
    {
        string many = string.Concat(Enumerable.Range(0, 9).Select(l => Signature(more: $" l={l};"))) + "From: a\n\nbody and more\n";
        Assert.Equal([.. Enumerable.Repeat(SignatureSyntax.Valid, 8), SignatureSyntax.OverLimit], Digest(many).Digests.Dkim.Select(d => d.Claim.Syntax));
        Digested large = Digest(Signature("From:X") + "From: a\nX: " + new string('x', 5000) + "\n\nbody\n", options: new DigestOptions { MaxHeaderBytes = 4000 });
        Assert.Equal(SignatureSyntax.OverLimit, large.First.Claim.Syntax);
        Assert.True(large.First.HeaderHash.IsEmpty);
    }

    [Fact]
    public void A_flood_of_repeated_names_ends_over_the_limit()
    {
        string h = "From" + string.Concat(Enumerable.Repeat(":X", 900));
        string text = string.Concat(Enumerable.Repeat(Signature(h), 30)) + "From: a\n" + string.Concat(Enumerable.Repeat("X: y\n", 1500)) + "\nbody\n";
        SignatureSyntax[] found = [.. Digest(text).Digests.Dkim.Select(d => d.Claim.Syntax)];
        Assert.Equal(SignatureSyntax.Valid, found[0]);
        Assert.Equal(SignatureSyntax.OverLimit, found[^1]);
    }

    [Fact]
    [Rfc("8617", "5.1.1", "5.1.2")]
    public void Seals_cover_all_sets_up_to_theirs_and_failed_ones_only_their_own()
    {
        static string Set(int i, string cv) =>
            $"ARC-Seal: i={i}; cv={cv}; a=rsa-sha256; d=a.example; s=s; b=AQID\n" +
            $"ARC-Message-Signature: i={i}; a=rsa-sha256; d=a.example; s=s; c=relaxed/relaxed; h=From; bh={HashOf("body\r\n")}; b=BBBB\n" +
            $"ARC-Authentication-Results:  i={i};  mx\n";
        Digested good = Digest(Set(2, "pass") + Set(1, "none") + "From: a\n\nbody\n");
        string seal = good.Canonical(good.Claims.ArcSets![1].Seal).Headers;
        string[] lines = seal.Split("\r\n");
        Assert.Equal(["arc-authentication-results:i=1; mx", "arc-message-signature:i=1;", "arc-seal:i=1;", "arc-authentication-results:i=2; mx", "arc-message-signature:i=2;", "arc-seal:i=2;"],
            lines.Select(l => l.Contains("results", StringComparison.Ordinal) ? l : l[..(l.IndexOf(';', StringComparison.Ordinal) + 1)]));
        Assert.EndsWith("b=AQID", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("b=", lines[5], StringComparison.Ordinal);
        Assert.Equal(SHA256.HashData(Encoding.Latin1.GetBytes(seal)), good.Digests.Arc!.Sets[1].Seal!.HeaderHash.ToArray());
        Assert.True(good.Digests.Arc.Sets[0].MessageSignature!.BodyHashMatches);
        Digested failed = Digest(Set(2, "fail") + Set(1, "none") + "From: a\n\nbody\n");
        Assert.StartsWith("arc-authentication-results:i=2;", failed.Canonical(failed.Claims.ArcSets![1].Seal).Headers, StringComparison.Ordinal);
    }

    [Theory]
    [Rfc("4155", "A")]
    [InlineData(MboxVariant.None, false, "\r\n>From x\r\n>>From y\r\n", MboxReading.NoQuoting)]
    [InlineData(MboxVariant.Cl2, true, "\r\n>From x\r\n>>From y\r\n", MboxReading.AsStored)]
    [InlineData(MboxVariant.Cl2, true, "\r\nFrom x\r\n>>From y\r\n", MboxReading.Unquoted)]
    [InlineData(MboxVariant.Cl2, true, "\r\nFrom x\r\n>From y\r\n", MboxReading.UnquotedRd)]
    [InlineData(MboxVariant.Rd, true, "\r\nFrom x\r\n>From y\r\n", MboxReading.UnquotedRd)]
    [InlineData(MboxVariant.Rd, true, "\r\nFrom x\r\n>>From y\r\n", MboxReading.Unquoted)]
    [InlineData(MboxVariant.Rd, true, "\r\n>From x\r\n>>From y\r\n", MboxReading.AsStored)]
    [InlineData(MboxVariant.O, true, "\r\nFrom x\r\n>From y\r\n", MboxReading.UnquotedRd)]
    [InlineData(MboxVariant.O, true, "\r\nFrom x\r\n>>From y\r\n", MboxReading.Unquoted)]
    [InlineData(MboxVariant.O, true, "\r\n>From x\r\n>>From y\r\n", MboxReading.AsStored)]
    [InlineData(MboxVariant.Cl, true, "\r\n>From x\r\n>>From y\r\n", MboxReading.AsStored)]
    [InlineData(MboxVariant.Cl, true, "\r\nFrom x\r\n>From y\r\n", MboxReading.UnquotedRd)]
    public void Quoting_is_undone_as_the_variant_says_or_as_the_body_hash_tells(MboxVariant variant, bool hasQuotedFrom, string signed, MboxReading expected)
    {
        Digested message = Digest(Signature(canonicalBody: signed) + "From: a\n\n\n>From x\n>>From y\n", variant, hasQuotedFrom);
        Assert.True(message.First.BodyHashMatches);
        Assert.Equal(expected, message.Digests.Reading);
        Assert.Equal(signed, message.Canonical().Body);
    }

    [Fact]
    [Rfc("4155", "A")]
    public void Where_no_reading_matches_better_the_variant_decides()
    {
        foreach (MboxVariant variant in (MboxVariant[])[MboxVariant.O, MboxVariant.Rd, MboxVariant.Cl, MboxVariant.Cl2])
        {
            MboxReading expected = MboxReadings.Of(variant)[0];
            Assert.Equal(expected, Digest(Signature() + "From: a\n\n>From x\n", variant, hasQuotedFrom: true).Digests.Reading);
            Assert.Equal(expected, Digest("From: a\n\n>From x\n", variant, hasQuotedFrom: true).Digests.Reading);
        }
        Assert.Equal(MboxReading.UnquotedRd, MboxReadings.Of(MboxVariant.Rd)[0]);
        Assert.Equal(MboxReading.AsStored, MboxReadings.Of(MboxVariant.Cl2)[0]);
    }

    [Fact]
    [Rfc("4155", "A")]
    public void The_reading_that_most_signatures_tell_is_taken()
    {
        string stored = "\r\n>From x\r\n>>From y\r\n", unquoted = "\r\nFrom x\r\n>>From y\r\n", rd = "\r\nFrom x\r\n>From y\r\n";
        MboxReading Of(params string[] signed) =>
            Digest(string.Concat(signed.Select(s => Signature(canonicalBody: s))) + "From: a\n\n\n>From x\n>>From y\n", MboxVariant.O, hasQuotedFrom: true).Digests.Reading;
        Assert.Equal(MboxReading.UnquotedRd, Of(stored, rd, rd));
        Assert.Equal(MboxReading.AsStored, Of(rd, stored, unquoted, stored));
        Assert.Equal(MboxReading.Unquoted, Of(rd, stored, unquoted));
    }

    [Fact]
    public void Words_of_readings_are_read_back()
    {
        foreach (MboxReading reading in Enum.GetValues<MboxReading>())
            Assert.Equal(reading, MboxReadings.Parse(reading.ToText()));
    }

    [Fact]
    public void Copies_have_one_fingerprint_however_they_are_stored()
    {
        ulong stored = Digest("From: a\n\nFrom x\ntext \n").Digests.BodyFingerprint;
        Assert.NotEqual(0UL, stored);
        Assert.Equal(stored, Digest(Signature() + "From: a\r\n\r\nFrom x\r\ntext\r\n\r\n").Digests.BodyFingerprint);
        Assert.Equal(stored, Digest("From: b\n\n>From x\ntext\n", MboxVariant.Rd, hasQuotedFrom: true).Digests.BodyFingerprint);
        Assert.NotEqual(stored, Digest("From: a\n\nFrom x\ntext.\n").Digests.BodyFingerprint);
        Assert.Equal(0UL, Digest("From: a\n\ntext\n", options: new DigestOptions { FingerprintBodies = false }).Digests.BodyFingerprint);
    }

    [Fact]
    public void A_digester_keeps_nothing_of_the_message_before() =>
        Gen.Int[0, 5].Array[1, 20].Sample(order =>
        {
            string[] messages =
            [
                "From: a\n\nbody\n",
                Signature() + "From: a\n\nbody\n",
                Signature("From:X:X", c: "simple/simple") + "X: 1\nX: 2\nFrom: a\n\nbody\n",
                Signature(more: " l=2;", canonicalBody: "bo") + Signature() + "From: a\nFrom: b\n\nbody\n",
                Signature(canonicalBody: "") + "From: a\n\n",
                Signature(c: "simple/simple") + "From: a",
            ];
            var digester = new MessageDigester(new DigestOptions());
            var reader = new SignatureClaimReader(new NameTable());
            var headers = new HeaderTable();
            foreach (int i in order)
            {
                byte[] bytes = Encoding.Latin1.GetBytes(messages[i]);
                HeaderScanner.Scan(bytes, headers);
                SignatureDigests again = digester.Digest(bytes, headers, reader.Read(bytes, headers), MboxVariant.None, hasQuotedFrom: false);
                SignatureDigests alone = Digest(messages[i]).Digests;
                Assert.Equal(alone.BodyFingerprint, again.BodyFingerprint);
                Assert.Equal(alone.Dkim.Select(Facts), again.Dkim.Select(Facts));
            }
        }, iter: 200);

    private static (string, string, bool, long, bool) Facts(SignatureDigest digest) =>
        (Convert.ToHexString(digest.HeaderHash.Span), Convert.ToHexString(digest.ComputedBodyHash.Span), digest.BodyHashMatches, digest.UnsignedBodyBytes, digest.Claim.LeavesDuplicatesUnsigned);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_message_costs_no_octet_of_heap_where_its_result_goes_into_objects_of_the_one_before(int signatures)
    {
        byte[] message = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(Signature("From:To:Subject:Date"), signatures)) + "From: a\nTo: b\nSubject: c\n\n" + new string('x', 9000));
        var digester = new MessageDigester(new DigestOptions());
        var reader = new SignatureClaimReader(new NameTable());
        var headers = new HeaderTable();
        var claims = new SignatureClaims();
        var digests = new SignatureDigests();
        const int warm = 50, counted = 200;
        long before = 0;
        for (int i = 0; i < warm + counted; i++)
        {
            if (i == warm)
                before = GC.GetAllocatedBytesForCurrentThread();
            HeaderScanner.Scan(message, headers);
            reader.Read(message, headers, claims);
            digester.Digest(message, headers, claims, MboxVariant.None, hasQuotedFrom: false, digests);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Random_octets_end_in_digests() =>
        Gen.Select(Gen.Byte.Array[0, 300], BodyGen.Bodies, Gen.Int[0, 4], Gen.Bool).Sample((noise, body, variant, quoted) =>
        {
            string text = Signature() + Encoding.Latin1.GetString(noise) + "\n\n" + Encoding.Latin1.GetString(body);
            Digest(text, (MboxVariant)variant, quoted, Legacy);
            Digest(Encoding.Latin1.GetString(noise) + Encoding.Latin1.GetString(body), (MboxVariant)variant, quoted, Legacy);
        });

    [Fact]
    public void Every_prefix_of_a_message_ends_in_digests()
    {
        string text = Signature("From:X:DKIM-Signature", " l=3;") + Signature() + "From: a\r\nX : b\r\n\tc\r\n\r\nbody\r\n>From x\r\n";
        for (int length = 0; length <= text.Length; length++)
        {
            Digested message = Digest(text[..length], MboxVariant.O, hasQuotedFrom: true);
            foreach (SignatureDigest digest in message.Digests.Dkim)
                message.Canonical(digest.Claim);
        }
    }
}
