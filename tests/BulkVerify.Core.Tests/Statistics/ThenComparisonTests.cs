using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class ThenComparisonTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");

    [Theory]
    [InlineData("pass", "pass", "MatchedIp4", ThenReason.Same)]
    [InlineData("", "pass", "MatchedIp4", ThenReason.Same)]
    [InlineData("pass", "none", "NoRecord", ThenReason.RecordGone)]
    [InlineData("pass", "none", "NotRecorded", ThenReason.NotJudged)]
    [InlineData("pass", "temperror", "DnsTimeout", ThenReason.NotJudged)]
    [InlineData("pass", "fail", "MatchedAll", ThenReason.RecordChanged)]
    [InlineData("none", "pass", "MatchedIp4", ThenReason.RecordChanged)]
    [InlineData("temperror", "pass", "MatchedIp4", ThenReason.Unknown)]
    public void Spf_differs_by_its_record(string then, string now, string reason, ThenReason expected) =>
        Assert.Equal(expected, ThenComparison.Spf(new MessageRow { ThenSpf = then, SpfResult = now, SpfReason = reason }));

    [Theory]
    [InlineData("pass", "pass", "Aligned", "", "", ThenReason.Same)]
    [InlineData("pass", "none", "NoRecord", "", "", ThenReason.RecordGone)]
    [InlineData("none", "pass", "Aligned", "", "", ThenReason.RecordChanged)]
    [InlineData("pass", "none", "NotRecorded", "", "", ThenReason.NotJudged)]
    [InlineData("pass", "fail", "NothingAligned", "BodyAltered", "RecordGone", ThenReason.BodyAltered)]
    [InlineData("pass", "fail", "NothingAligned", "", "RecordGone", ThenReason.RecordGone)]
    [InlineData("fail", "pass", "Aligned", "", "", ThenReason.ReceiverRules)]
    public void Dmarc_differs_by_its_record_or_by_what_it_rests_on(string then, string now, string reason, string dkim, string spf, ThenReason expected) =>
        Assert.Equal(expected, ThenComparison.Dmarc(new MessageRow { ThenDmarc = then, DmarcResult = now, DmarcReason = reason, ThenDkimReason = dkim, ThenSpfReason = spf }));

    [Fact]
    public void The_receiver_s_word_goes_to_the_signature_it_names()
    {
        SignatureClaim first = Claim("s1", [1, 2, 3, 4, 5, 6, 7]), second = Claim("s2", [9, 2, 3, 4, 5, 6, 7]);
        RecordedSignature[] byPrefix = [new(AuthResult.Fail, Domain, "", "CQIDBAUG"), new(AuthResult.Pass, Domain, "", "AQIDBAUG")];
        Assert.Equal((AuthResult.Pass, AuthResult.Fail), (ThenComparison.Of(first, byPrefix), ThenComparison.Of(second, byPrefix)));
        RecordedSignature[] bySelector = [new(AuthResult.Fail, Domain, "S2", ""), new(AuthResult.Pass, Domain, "s1", "")];
        Assert.Equal((AuthResult.Pass, AuthResult.Fail), (ThenComparison.Of(first, bySelector), ThenComparison.Of(second, bySelector)));
        RecordedSignature[] byDomain = [new(AuthResult.Pass, Domain, "", "")];
        Assert.Equal(AuthResult.Pass, ThenComparison.Of(first, byDomain));
        Assert.Null(ThenComparison.Of(first, [new RecordedSignature(AuthResult.Pass, DomainName.Parse("example.org"), "", "")]));
        Assert.Null(ThenComparison.Of(first, [new RecordedSignature(AuthResult.Pass, Domain, "", "zzzz")]));
    }

    [Theory]
    [InlineData(DkimReason.KeyNotFound, 0, ThenReason.KeyGone)]
    [InlineData(DkimReason.KeyRevoked, 1024, ThenReason.KeyGone)]
    [InlineData(DkimReason.ConsistentWithRecoveredKey, 1024, ThenReason.KeyGone)]
    [InlineData(DkimReason.KeyNotRecorded, 0, ThenReason.NotJudged)]
    [InlineData(DkimReason.KeyTypeMismatch, 256, ThenReason.KeyChanged)]
    [InlineData(DkimReason.SignatureMismatch, 2048, ThenReason.KeyChanged)]
    [InlineData(DkimReason.SignatureMismatch, 1024, ThenReason.HeaderAltered)]
    [InlineData(DkimReason.SignatureMismatch, 1023, ThenReason.HeaderAltered)]
    [InlineData(DkimReason.BodyHashMismatch, 1024, ThenReason.BodyAltered)]
    [InlineData(DkimReason.BodyAndSignatureMismatch, 1024, ThenReason.BodyAltered)]
    [InlineData(DkimReason.RsaSha1, 0, ThenReason.ReceiverRules)]
    [InlineData(DkimReason.KeyTooWeak, 512, ThenReason.ReceiverRules)]
    public void Dkim_that_passed_differs_by_what_is_wrong_today(DkimReason now, int bits, ThenReason expected)
    {
        MessageDigest digest = Digest(Claim("s1", new byte[128]));
        var row = new MessageRow { ThenDkim = "pass", Dkim = [new SignatureRow { Result = now.ToResult().ToWord(), Then = "pass" }] };
        Assert.Equal(expected, ThenComparison.Dkim(row, digest, [new DkimVerdict(now, bits, KeySource.Dns, DkimVerdictFlags.None)]));
    }

    [Fact]
    public void Words_for_one_failure_are_no_difference_and_a_pass_of_today_alone_is_unexplained()
    {
        MessageDigest digest = Digest(Claim("s1", new byte[128]));
        DkimVerdict Verdict(DkimReason reason) => new(reason, 1024, KeySource.Dns, DkimVerdictFlags.None);
        MessageRow Row(string then, string now) => new() { ThenDkim = then, Dkim = [new SignatureRow { Result = now }] };
        Assert.Equal(ThenReason.Same, ThenComparison.Dkim(Row("permerror", "fail"), digest, [Verdict(DkimReason.BodyHashMismatch)]));
        Assert.Equal(ThenReason.NotJudged, ThenComparison.Dkim(Row("fail", "neutral"), digest, [Verdict(DkimReason.KeyNotRecorded)]));
        Assert.Equal(ThenReason.Unknown, ThenComparison.Dkim(Row("fail", "pass"), digest, [Verdict(DkimReason.Verified)]));
        Assert.Equal(ThenReason.ReceiverRules, ThenComparison.Dkim(Row("none", "pass"), digest, [Verdict(DkimReason.Verified)]));
    }

    private static SignatureClaim Claim(string selector, byte[] signature) => new() { Domain = Domain, Selector = DomainName.Parse(selector), Signature = signature };

    private static MessageDigest Digest(SignatureClaim claim) => new()
    {
        Locator = new MessageLocator("a", 0),
        Length = 1,
        Claims = new MessageClaims(),
        Signatures = new SignatureDigests([new SignatureDigest { Claim = claim }], null, MboxReading.NoQuoting),
        Fingerprint = 0,
    };
}
