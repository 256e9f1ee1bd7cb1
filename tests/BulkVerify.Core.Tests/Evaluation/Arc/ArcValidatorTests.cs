using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Arc;

public class ArcValidatorTests
{
    private static void Check(ArcVerdict verdict, AuthResult result, ArcReason reason, int failedInstance = 0)
    {
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(result, verdict.Result);
        Assert.Equal(failedInstance, verdict.FailedInstance);
    }

    [Fact]
    [Rfc("8617", "5.2")]
    public void A_message_without_sets_has_none()
    {
        var validator = new ArcValidator(new DkimVerifier(DkimVerifierOptions.Default, new KeyCache()));
        Check(validator.Validate(null, null, new TestKit.JsonZone(), new DnsQuestionSet())!, AuthResult.None, ArcReason.NoSets);
        Check(new ArcChainBuilder(0).Validate(), AuthResult.None, ArcReason.NoSets);
    }

    [Theory]
    [Rfc("8617", "5.2")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(50)]
    public void A_whole_chain_passes(int sets)
    {
        ArcVerdict verdict = new ArcChainBuilder(sets).Validate();
        Check(verdict, AuthResult.Pass, ArcReason.Verified);
        Assert.Equal(0, verdict.OldestPass);
        Assert.Equal(Enumerable.Range(1, sets), verdict.Sets.Select(s => s.Instance));
        Assert.All(verdict.Sets, s => Assert.Equal((AuthResult.Pass, AuthResult.Pass), (s.MessageSignature.Result, s.Seal.Result)));
        Assert.Equal($"hop{sets}.example", verdict.Sets[^1].Domain!.Value);
        Assert.Equal("as", verdict.Sets[^1].Selector!.Value);
    }

    [Fact]
    [Rfc("8617", "5.2")]
    [Rfc("8617", "4.2.1")]
    public void More_than_50_sets_fail() => Check(new ArcChainBuilder(51).Validate(), AuthResult.Fail, ArcReason.TooManySets);

    [Fact]
    [Rfc("8617", "5.2")]
    public void A_chain_that_was_sealed_as_failed_fails_whatever_its_structure()
    {
        ArcChainBuilder chain = new ArcChainBuilder(2).With(b => b.Seal(2).Claim.ChainValidation = ArcChainValidation.Fail);
        Check(chain.Validate(), AuthResult.Fail, ArcReason.SealedAsFailed, 2);
        chain.Structure = ArcStructure.IncompleteSet;
        Check(chain.Validate(), AuthResult.Fail, ArcReason.SealedAsFailed, 2);
        Assert.Empty(chain.Zone.Asked);
    }

    [Theory]
    [Rfc("8617", "5.2")]
    [InlineData(ArcStructure.IncompleteSet, ArcReason.IncompleteSet)]
    [InlineData(ArcStructure.RepeatedField, ArcReason.RepeatedField)]
    [InlineData(ArcStructure.BadInstance, ArcReason.BadInstance)]
    public void A_broken_structure_fails_without_a_question(ArcStructure structure, ArcReason expected)
    {
        ArcChainBuilder chain = new ArcChainBuilder(2).With(b => b.Structure = structure);
        Check(chain.Validate(), AuthResult.Fail, expected);
        Assert.Empty(chain.Zone.Asked);
    }

    [Theory]
    [Rfc("8617", "5.2")]
    [InlineData(1, ArcChainValidation.Pass)]
    [InlineData(1, ArcChainValidation.Fail)]
    [InlineData(1, ArcChainValidation.Absent)]
    [InlineData(2, ArcChainValidation.None)]
    [InlineData(2, ArcChainValidation.Fail)]
    [InlineData(3, ArcChainValidation.None)]
    [InlineData(3, ArcChainValidation.Absent)]
    public void Each_seal_says_what_its_place_demands(int instance, ArcChainValidation value) =>
        Check(new ArcChainBuilder(3).With(b => b.Seal(instance).Claim.ChainValidation = value).Validate(), AuthResult.Fail, ArcReason.BadChainValidation, instance);

    [Fact]
    [Rfc("8617", "5.2")]
    public void A_change_after_the_newest_hop_breaks_the_chain()
    {
        ArcVerdict body = new ArcChainBuilder(3).With(b => b.Message(3).BodyHashMatches = false).Validate();
        Check(body, AuthResult.Fail, ArcReason.MessageSignatureMismatch, 3);
        Assert.Null(body.OldestPass);
        Assert.Equal(DkimReason.BodyHashMismatch, body.Sets[2].MessageSignature.Reason);
        Check(new ArcChainBuilder(3).With(b => ArcChainBuilder.Break(b.Message(3))).Validate(), AuthResult.Fail, ArcReason.MessageSignatureMismatch, 3);
    }

    [Theory]
    [Rfc("8617", "5.2")]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void A_change_between_hops_sets_the_oldest_pass_and_breaks_nothing(int changedAfter, int oldestPass)
    {
        ArcVerdict verdict = new ArcChainBuilder(4).With(b => b.Message(changedAfter).BodyHashMatches = false).Validate();
        Check(verdict, AuthResult.Pass, ArcReason.Verified);
        Assert.Equal(oldestPass, verdict.OldestPass);
    }

    [Fact]
    [Rfc("8617", "5.2")]
    public void A_syntax_fault_of_an_older_message_signature_breaks_nothing() =>
        Check(new ArcChainBuilder(2).With(b => b.Message(1).Claim.Syntax = SignatureSyntax.BadBase64).Validate(), AuthResult.Pass, ArcReason.Verified);

    [Theory]
    [Rfc("8617", "5.2")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_seal_must_verify(int instance) =>
        Check(new ArcChainBuilder(3).With(b => ArcChainBuilder.Break(b.Seal(instance))).Validate(), AuthResult.Fail, ArcReason.SealMismatch, instance);

    [Fact]
    [Rfc("8617", "5.2")]
    public void The_newest_of_several_broken_seals_is_told() =>
        Check(new ArcChainBuilder(3).With(b => ArcChainBuilder.Break(b.Seal(1))).With(b => ArcChainBuilder.Break(b.Seal(2))).Validate(), AuthResult.Fail, ArcReason.SealMismatch, 2);

    [Fact]
    [Rfc("8617", "5.2")]
    public void Syntax_faults_and_refused_keys_are_invalid_not_mismatches()
    {
        Check(new ArcChainBuilder(2).With(b => b.Seal(1).Claim.Syntax = SignatureSyntax.RepeatedTag).Validate(), AuthResult.Fail, ArcReason.SealInvalid, 1);
        Check(new ArcChainBuilder(2).With(b => b.Message(2).Claim.Syntax = SignatureSyntax.MissingTag).Validate(), AuthResult.Fail, ArcReason.MessageSignatureInvalid, 2);
        Check(new ArcChainBuilder(2).With(b => b.Seal(2).Claim.Algorithm = SignatureAlgorithm.RsaSha1).Validate(), AuthResult.Fail, ArcReason.SealInvalid, 2);
        Check(new ArcChainBuilder(2).Answer("as", 1, DnsAnswer.Of(DnsRecord.Txt("p=AAAA"))).Validate(), AuthResult.Fail, ArcReason.SealInvalid, 1);
    }

    [Fact]
    [Rfc("8617", "5.2.1")]
    public void A_missing_key_fails_by_the_letter_and_is_told_apart_from_a_broken_chain()
    {
        (DnsAnswer, ArcReason)[] answers =
        [
            (DnsAnswer.NxDomain, ArcReason.KeyGone), (DnsAnswer.NoData, ArcReason.KeyGone), (DnsAnswer.Of(DnsRecord.Txt("p=")), ArcReason.KeyGone),
            (DnsAnswer.NotRecorded, ArcReason.KeyNotRecorded), (DnsAnswer.NotAsked, ArcReason.KeyNotAsked),
            (DnsAnswer.Timeout, ArcReason.DnsError), (DnsAnswer.ServFail, ArcReason.DnsError),
        ];
        foreach ((DnsAnswer answer, ArcReason expected) in answers)
        {
            foreach (string selector in (string[])["as", "ams"])
            {
                ArcVerdict verdict = new ArcChainBuilder(3).Answer(selector, 3, answer).Validate();
                Check(verdict, AuthResult.Fail, expected, 3);
                Assert.True(verdict.IsUnverifiable);
            }
        }
    }

    [Fact]
    [Rfc("8617", "5.2.1")]
    public void A_certain_fault_counts_before_a_missing_key()
    {
        ArcVerdict verdict = new ArcChainBuilder(3).Answer("ams", 3, DnsAnswer.NxDomain).With(b => ArcChainBuilder.Break(b.Seal(1))).Validate();
        Check(verdict, AuthResult.Fail, ArcReason.SealMismatch, 1);
        Assert.False(verdict.IsUnverifiable);
    }

    [Fact]
    [Rfc("8617", "5.2.1")]
    public void A_missing_key_of_an_older_message_signature_breaks_nothing()
    {
        ArcVerdict verdict = new ArcChainBuilder(3).Answer("ams", 1, DnsAnswer.NxDomain).Validate();
        Check(verdict, AuthResult.Pass, ArcReason.Verified);
        Assert.Equal(2, verdict.OldestPass);
    }

    [Fact]
    public void A_signature_over_the_limit_is_a_doubt_and_no_break()
    {
        ArcVerdict verdict = new ArcChainBuilder(2).With(b => b.Seal(1).Claim.Syntax = SignatureSyntax.OverLimit).Validate();
        Check(verdict, AuthResult.Fail, ArcReason.OverLimit, 1);
        Assert.True(verdict.IsUnverifiable);
    }
}
