using System.Net;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation;

public sealed class MessageEvaluatorTests
{
    [Fact]
    [Rfc("7208", "2.4")]
    public void An_unknown_MAIL_FROM_is_not_a_malformed_one()
    {
        Assert.Equal(SpfReason.MailFromUnknown, SpfReasonOf(default, "mail.example.net"));
        Assert.Equal(SpfReason.DomainMalformed, SpfReasonOf(ReversePath.Null, "[192.0.2.1]"));
        Assert.Equal(SpfReason.DomainMalformed, SpfReasonOf(default, "mail.example.net", EnvelopeSource.Option));
        Assert.Equal(SpfReason.NoRecord, SpfReasonOf(ReversePath.Null, "mail.example.net"));
        Assert.Equal(SpfReason.NoClientAddress, SpfReasonOf(default, "mail.example.net", client: null));
    }

    private static SpfReason SpfReasonOf(ReversePath mailFrom, string helo, EnvelopeSource source = EnvelopeSource.None, string? client = "192.0.2.1")
    {
        var claims = new MessageClaims();
        claims.Envelope.ClientIp = client is null ? null : IPAddress.Parse(client);
        claims.Envelope.Helo = helo;
        claims.Envelope.MailFrom = mailFrom;
        claims.Envelope.MailFromSource = source;
        var message = new MessageEvaluation(new MessageDigest
        {
            Locator = new MessageLocator("a", 0),
            Length = 1,
            Claims = claims,
            Signatures = new SignatureDigests([], null, MboxReading.NoQuoting),
            Fingerprint = 0,
        });
        var zone = new JsonZone();
        Assert.True(new MessageEvaluator(new EvaluationContext(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn), zone).Evaluate(message, new DnsQuestionSet()));
        Assert.Equal(AuthResult.None, message.Spf!.Result);
        return message.Spf.Reason;
    }
}
