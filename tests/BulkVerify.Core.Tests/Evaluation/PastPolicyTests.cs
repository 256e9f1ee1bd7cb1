using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;
using BulkVerify.Tests.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation;

public class PastPolicyTests
{
    private const long In2016 = 1_460_000_000, In2020 = 1_590_000_000;

    [Fact]
    [Rfc("8301", "3.1")]
    public void Rsa_sha1_passes_by_the_rules_of_the_day_and_fails_today_which_counts()
    {
        MessageEvaluation message = Evaluate(SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1), In2016);
        Assert.Equal(DkimReason.RsaSha1, message.Dkim[0].Reason);
        Assert.Equal((DkimReason.Verified, 1024), (message.Past![0]!.Value.Reason, (int)message.Past[0]!.Value.KeyBits));
        Assert.Equal(AuthResult.Fail, message.Dmarc!.Result);
    }

    [Fact]
    [Rfc("8301", "3.2")]
    public void A_short_key_passes_by_the_rules_of_the_day()
    {
        MessageEvaluation message = Evaluate(SignatureBuilder.Rsa(512), In2016);
        Assert.Equal((DkimReason.KeyTooWeak, DkimReason.Verified), (message.Dkim[0].Reason, message.Past![0]!.Value.Reason));
    }

    [Fact]
    public void Broken_mail_fails_by_every_rule()
    {
        MessageEvaluation message = Evaluate(SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1).With(b => b.Claim.Signature = TestKeys.Sign(1024, new byte[20])), In2016);
        Assert.Equal((DkimReason.RsaSha1, DkimReason.SignatureMismatch), (message.Dkim[0].Reason, message.Past![0]!.Value.Reason));
    }

    [Fact]
    public void Signatures_that_the_rules_do_not_concern_and_days_after_the_rfc_have_no_second_verdict()
    {
        Assert.Null(Evaluate(SignatureBuilder.Rsa(), In2016).Past);
        Assert.Null(Evaluate(SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1), In2020).Past);
        Assert.Null(Evaluate(SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1), PastPolicy.Rfc8301).Past);
    }

    [Theory]
    [InlineData(PastPolicy.Rfc8301 - 1, true)]
    [InlineData(PastPolicy.Rfc8301, false)]
    [InlineData(null, false)]
    public void Without_a_date_the_day_of_receipt_decides(long? receivedAt, bool concerned) =>
        Assert.Equal(concerned, new PastPolicy(DkimVerifierOptions.Default, null, null).Concerns(SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1).Digest.Claim, receivedAt));

    private static MessageEvaluation Evaluate(SignatureBuilder signature, long policyDate)
    {
        signature.Zone.AddTxt("_dmarc.example.com", "v=DMARC1; p=reject");
        var context = new EvaluationContext(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn) { Past = new PastPolicy(DkimVerifierOptions.Default, null, policyDate) };
        var claims = new MessageClaims { Author = new AuthorDomain(AuthorDomainStatus.Valid, SignatureBuilder.Domain) };
        var message = new MessageEvaluation(new MessageDigest
        {
            Locator = new MessageLocator("a", 0),
            Length = 1,
            Claims = claims,
            Signatures = new SignatureDigests([signature.Digest], null, MboxReading.NoQuoting),
            Fingerprint = 0,
        });
        var missing = new DnsQuestionSet();
        Assert.True(new MessageEvaluator(context, signature.Zone).Evaluate(message, missing));
        return message;
    }
}
