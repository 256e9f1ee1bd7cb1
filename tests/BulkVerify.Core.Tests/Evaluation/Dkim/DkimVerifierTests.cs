using System.Security.Cryptography;
using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class DkimVerifierTests
{
    private static void Check(DkimVerdict verdict, AuthResult result, DkimReason reason)
    {
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(result, verdict.Result);
    }

    [Fact]
    [Rfc("6376", "6.1.3")]
    public void A_good_signature_passes()
    {
        DkimVerdict verdict = SignatureBuilder.Rsa(2048).Verify();
        Check(verdict, AuthResult.Pass, DkimReason.Verified);
        Assert.Equal(2048, verdict.KeyBits);
        Assert.Equal(KeySource.Dns, verdict.KeySource);
        Assert.Equal(DkimVerdictFlags.None, verdict.Flags);
    }

    [Fact]
    public void A_verdict_by_default_is_no_pass() => Assert.Equal(AuthResult.None, default(DkimVerdict).Result);

    [Fact]
    [Rfc("6376", "6.1.3")]
    public void Body_and_signature_are_judged_each_for_itself()
    {
        Check(SignatureBuilder.Rsa().With(b => b.Digest.BodyHashMatches = false).Verify(), AuthResult.Fail, DkimReason.BodyHashMismatch);
        Check(SignatureBuilder.Rsa().With(b => b.Digest.HeaderHash = SHA256.HashData("changed"u8)).Verify(), AuthResult.Fail, DkimReason.SignatureMismatch);
        DkimVerdict both = SignatureBuilder.Rsa().With(b => (b.Digest.BodyHashMatches, b.Digest.HeaderHash) = (false, SHA256.HashData("changed"u8))).Verify();
        Check(both, AuthResult.Fail, DkimReason.BodyAndSignatureMismatch);
        Assert.Equal(1024, both.KeyBits);
    }

    [Fact]
    [Rfc("6376", "6.1.2")]
    public void An_absent_key_is_a_permanent_error()
    {
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.NxDomain).Verify(), AuthResult.PermError, DkimReason.KeyNotFound);
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.NoData).Verify(), AuthResult.PermError, DkimReason.KeyNotFound);
        Check(SignatureBuilder.Rsa().With(b => b.Claim.KeyName = null).Verify(), AuthResult.PermError, DkimReason.KeyNotFound);
    }

    [Fact]
    [Rfc("6376", "6.1.2")]
    public void A_dns_error_is_temporary_whatever_the_body_says()
    {
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.Timeout).Verify(), AuthResult.TempError, DkimReason.DnsTimeout);
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.ServFail).With(b => b.Digest.BodyHashMatches = false).Verify(), AuthResult.TempError, DkimReason.DnsServFail);
    }

    [Fact]
    public void A_key_that_was_not_recorded_or_asked_for_says_nothing()
    {
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.NotRecorded).Verify(), AuthResult.Neutral, DkimReason.KeyNotRecorded);
        Check(SignatureBuilder.Rsa().Answer(DnsAnswer.NotAsked).Verify(), AuthResult.Neutral, DkimReason.KeyNotAsked);
    }

    [Theory]
    [Rfc("6376", "6.1.2")]
    [InlineData("v=DKIM1; p=", DkimReason.KeyRevoked)]
    [InlineData("v=DKIM1; h=sha256; p=", DkimReason.KeyRevoked)]
    [InlineData("v=DKIM1; h=sha1; p=", DkimReason.KeyHashNotAllowed)]
    [InlineData("v=DKIM1; h=sha1; p=KEY", DkimReason.KeyHashNotAllowed)]
    [InlineData("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", DkimReason.KeyTypeMismatch)]
    [InlineData("v=DKIM1; k=xmss; p=AAAA", DkimReason.KeyTypeMismatch)]
    [InlineData("v=DKIM1; s=tlsrpt; p=KEY", DkimReason.KeyServiceNotEmail)]
    [InlineData("v=DKIM2; p=KEY", DkimReason.KeySyntax)]
    [InlineData("v=DKIM1; k=rsa", DkimReason.KeySyntax)]
    [InlineData("v=DKIM1; p=AAAA", DkimReason.KeySyntax)]
    public void A_key_record_that_does_not_suit_is_a_permanent_error(string record, DkimReason expected) =>
        Check(SignatureBuilder.Rsa(record: record).Verify(), AuthResult.PermError, expected);

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void With_t_s_the_identity_must_be_the_domain_itself()
    {
        SignatureBuilder Below(string flags) => SignatureBuilder.Rsa(record: $"t={flags}; p=KEY")
            .With(b => b.Claim.IdentityDomain = DomainName.Parse("mail.example.com"));
        Check(Below("s").Verify(), AuthResult.PermError, DkimReason.IdentityNotExact);
        Check(Below("y:s").Verify(), AuthResult.PermError, DkimReason.IdentityNotExact);
        Check(Below("x").Verify(), AuthResult.Pass, DkimReason.Verified);
        Check(SignatureBuilder.Rsa(record: "t=s; p=KEY").Verify(), AuthResult.Pass, DkimReason.Verified);
    }

    [Fact]
    [Rfc("6376", "3.6.1")]
    public void Testing_is_told_and_changes_nothing()
    {
        DkimVerdict pass = SignatureBuilder.Rsa(record: "t=y; p=KEY").Verify();
        Check(pass, AuthResult.Pass, DkimReason.Verified);
        Assert.True(pass.Testing);
        DkimVerdict fail = SignatureBuilder.Rsa(record: "t=y; p=KEY").With(b => b.Digest.BodyHashMatches = false).Verify();
        Check(fail, AuthResult.Fail, DkimReason.BodyHashMismatch);
        Assert.True(fail.Testing);
    }

    [Fact]
    [Rfc("8301", "3.1")]
    public void Rsa_sha1_is_refused_before_any_key_is_asked_for()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa(algorithm: SignatureAlgorithm.RsaSha1);
        Check(signature.Verify(), AuthResult.PermError, DkimReason.RsaSha1);
        Assert.Empty(signature.Zone.Asked);
        signature.Options = new DkimVerifierOptions { AllowRsaSha1 = true };
        Check(signature.Verify(), AuthResult.Pass, DkimReason.Verified);
        signature.Digest.HeaderHash = SHA1.HashData("changed"u8);
        Check(signature.Verify(), AuthResult.Fail, DkimReason.SignatureMismatch);
    }

    [Theory]
    [Rfc("8301", "3.2")]
    [InlineData(512)]
    [InlineData(1016)]
    public void Keys_under_1024_bits_are_refused(int bits)
    {
        SignatureBuilder signature = SignatureBuilder.Rsa(bits);
        DkimVerdict verdict = signature.Verify();
        Check(verdict, AuthResult.PermError, DkimReason.KeyTooWeak);
        Assert.Equal(bits, verdict.KeyBits);
        signature.Options = new DkimVerifierOptions { AllowShortKeys = true };
        Check(signature.Verify(), AuthResult.Pass, DkimReason.Verified);
    }

    [Fact]
    [Rfc("8301", "3.2")]
    public void Keys_up_to_8192_bits_are_verified_and_larger_ones_refused()
    {
        byte[] hash = SHA256.HashData("headers"u8);
        foreach ((int power, DkimReason expected) in ((int, DkimReason)[])[(4423, DkimReason.Verified), (9689, DkimReason.KeyTooLarge)])
        {
            TestKeys.NumberKey key = TestKeys.NumberKey.Mersenne(power, 65537);
            SignatureBuilder signature = WithNumbers(key.PublicKey);
            signature.Digest.HeaderHash = hash;
            signature.Claim.Signature = power < 8192 ? key.Sign(hash) : new byte[key.Length];
            DkimVerdict verdict = signature.Verify();
            Assert.Equal(expected, verdict.Reason);
            Assert.Equal(power, verdict.KeyBits);
        }
    }

    [Fact]
    public void An_exponent_that_would_make_verifying_slow_is_refused()
    {
        byte[] modulus = TestKeys.Rsa(2048).ExportParameters(false).Modulus!;
        SignatureBuilder signature = WithNumbers(DkimPublicKey.Rsa(modulus, modulus)!);
        signature.Claim.Signature = new byte[256];
        Check(signature.Verify(), AuthResult.Policy, DkimReason.KeyTooLarge);
    }

    private static SignatureBuilder WithNumbers(DkimPublicKey key)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(key.Material.Span);
            writer.WriteIntegerUnsigned(key.Exponent.Span);
        }
        return SignatureBuilder.Rsa(record: $"p={Convert.ToBase64String(writer.Encode())}");
    }

    [Fact]
    [Rfc("6376", "3.5", "6.1.1")]
    public void Expiry_is_judged_at_the_time_of_receipt()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa().With(b => b.Claim.ExpiresAt = SignatureBuilder.ReceivedAt);
        Check(signature.Verify(), AuthResult.Pass, DkimReason.Verified);
        Check(signature.Verify(SignatureBuilder.ReceivedAt + 1), AuthResult.PermError, DkimReason.Expired);
        Check(signature.Verify(null), AuthResult.Pass, DkimReason.Verified);
    }

    [Fact]
    [Rfc("6376", "3.5", "6.1.1")]
    public void A_signature_that_expired_since_its_receipt_passes_and_is_flagged()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa().With(b => b.Claim.ExpiresAt = SignatureBuilder.ReceivedAt + 1000);
        signature.Options = new DkimVerifierOptions { NowUnixSeconds = SignatureBuilder.ReceivedAt + 1001 };
        DkimVerdict verdict = signature.Verify();
        Check(verdict, AuthResult.Pass, DkimReason.Verified);
        Assert.Equal(DkimVerdictFlags.ExpiredNow, verdict.Flags);
        signature.Options = new DkimVerifierOptions { NowUnixSeconds = SignatureBuilder.ReceivedAt + 1000 };
        Assert.Equal(DkimVerdictFlags.None, signature.Verify().Flags);
    }

    [Fact]
    [Rfc("6376", "3.5", "6.1.1")]
    public void A_time_of_signing_in_the_future_is_flagged()
    {
        DkimVerdict verdict = SignatureBuilder.Rsa().With(b => b.Claim.SignedAt = SignatureBuilder.ReceivedAt + 60).Verify();
        Check(verdict, AuthResult.Pass, DkimReason.Verified);
        Assert.Equal(DkimVerdictFlags.SignedInFuture, verdict.Flags);
    }

    [Fact]
    [Rfc("6376", "8.2", "8.15")]
    public void Unsigned_content_and_unsigned_duplicates_are_flagged()
    {
        DkimVerdict verdict = SignatureBuilder.Rsa()
            .With(b => (b.Claim.BodyLength, b.Digest.UnsignedBodyBytes, b.Claim.LeavesDuplicatesUnsigned) = (100, 7, true)).Verify();
        Check(verdict, AuthResult.Pass, DkimReason.Verified);
        Assert.Equal(DkimVerdictFlags.UnsignedContent | DkimVerdictFlags.DuplicatesUnsigned, verdict.Flags);
        Assert.True(verdict.UnsignedContent);
    }

    [Fact]
    [Rfc("6376", "6.1.2")]
    [Rfc("6376", "3.6.2.2")]
    public void Any_of_several_key_records_may_verify()
    {
        string good = TestKeys.Record(1024), other = TestKeys.Record(2048);
        foreach (string[] texts in (string[][])[[good, other], [other, good], ["v=spf1 -all", other, good], ["p=", good], ["t=y; p=", "h=sha1; p=", other, good]])
        {
            SignatureBuilder signature = SignatureBuilder.Rsa(1024);
            signature.Zone.AddTxt("sel._domainkey.example.com", texts);
            DkimVerdict verdict = signature.Verify();
            Check(verdict, AuthResult.Pass, DkimReason.Verified);
            Assert.Equal(1024, verdict.KeyBits);
            Assert.False(verdict.Testing);
        }
    }

    [Fact]
    [Rfc("6376", "6.1.2")]
    public void When_no_key_record_verifies_the_first_usable_one_is_told()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa(1024);
        signature.Zone.AddTxt("sel._domainkey.example.com", "p=", TestKeys.Record(2048), TestKeys.Record(4096));
        DkimVerdict verdict = signature.Verify();
        Check(verdict, AuthResult.Fail, DkimReason.SignatureMismatch);
        Assert.Equal(2048, verdict.KeyBits);
        signature.Zone.AddTxt("sel._domainkey.example.com", "h=sha1; p=", "p=");
        Check(signature.Verify(), AuthResult.PermError, DkimReason.KeyHashNotAllowed);
    }

    [Fact]
    [Rfc("6376", "6.1.1")]
    public void Every_syntax_fault_has_a_reason_and_asks_for_no_key()
    {
        var reasons = new HashSet<DkimReason>();
        foreach (SignatureSyntax syntax in Enum.GetValues<SignatureSyntax>())
        {
            if (syntax == SignatureSyntax.Valid)
                continue;
            SignatureBuilder signature = SignatureBuilder.Rsa().With(b => b.Claim.Syntax = syntax);
            DkimVerdict verdict = signature.Verify();
            AuthResult expected = syntax switch
            {
                SignatureSyntax.BodyShorterThanLength => AuthResult.Fail,
                SignatureSyntax.OverLimit => AuthResult.Policy,
                _ => AuthResult.PermError,
            };
            Check(verdict, expected, Enum.Parse<DkimReason>(syntax.ToString()));
            Assert.True(reasons.Add(verdict.Reason));
            Assert.Empty(signature.Zone.Asked);
        }
    }

    [Fact]
    public void Without_an_answer_the_question_is_noted()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa();
        var missing = new DnsQuestionSet();
        var verifier = new DkimVerifier(DkimVerifierOptions.Default, new KeyCache());
        Assert.Null(verifier.Resolve(signature.Claim, null, new NothingKnown(), missing));
        Assert.Equal([new DnsQuestion(signature.Claim.KeyName!, DnsRecordType.Txt)], missing.ToArray());
        Assert.Null(verifier.Verify(signature.Digest, null, new NothingKnown(), missing));
        Assert.Same(DkimKeySet.NotNeeded, verifier.Resolve(new SignatureClaim { Syntax = SignatureSyntax.BadBase64 }, null, new NothingKnown(), missing));
        Assert.Equal(1, missing.Count);
    }

    [Fact]
    public void Signatures_of_many_messages_share_a_batch()
    {
        var verifier = new DkimVerifier(DkimVerifierOptions.Default, new KeyCache());
        var batch = new SignatureCheckBatch();
        SignatureBuilder[] signatures =
        [
            SignatureBuilder.Rsa(1024),
            SignatureBuilder.Rsa(2048).With(b => b.Digest.BodyHashMatches = false),
            SignatureBuilder.Rsa(1024, "p="),
            SignatureBuilder.Rsa(2048).With(b => b.Digest.HeaderHash = SHA256.HashData("changed"u8)),
        ];
        PendingDkimVerdict[] pending = [.. signatures.Select(s =>
            verifier.Begin(s.Digest, verifier.Resolve(s.Claim, null, s.Zone, new DnsQuestionSet())!, null, batch))];
        Assert.Equal(3, batch.Count);
        Assert.Equal([false, false, true, false], pending.Select(p => p.IsDecided));
        new SignatureBatchVerifier().Verify(batch);
        Assert.Equal(
            [DkimReason.Verified, DkimReason.BodyHashMismatch, DkimReason.KeyRevoked, DkimReason.SignatureMismatch],
            pending.Select(p => DkimVerifier.Complete(p, batch).Reason));
    }

    private sealed class NothingKnown : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question) => null;
    }
}
