using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation.Dkim;

public sealed class DkimKeyringTests
{
    private const long Received = SignatureBuilder.ReceivedAt;

    private static readonly DomainName Other = DomainName.Parse("other");

    public static TheoryData<DnsAnswer> NoKey => new([DnsAnswer.NxDomain, DnsAnswer.NoData, DnsAnswer.NotRecorded, DnsAnswer.NotAsked]);

    [Theory]
    [MemberData(nameof(NoKey))]
    public void Verifies_with_the_keyring_where_the_dns_has_no_key(DnsAnswer answer)
    {
        DkimVerdict verdict = Verify(answer, Entry(1024));
        Assert.Equal((DkimReason.Verified, KeySource.Keyring, 1024), (verdict.Reason, verdict.KeySource, verdict.KeyBits));
    }

    [Fact]
    public void Verifies_with_the_keyring_where_the_key_is_revoked()
    {
        DkimVerdict verdict = Verify(SignatureBuilder.Rsa(record: "v=DKIM1; p="), Entry(1024));
        Assert.Equal((DkimReason.Verified, KeySource.Keyring), (verdict.Reason, verdict.KeySource));
    }

    [Theory]
    [InlineData(DnsStatus.Timeout, DkimReason.DnsTimeout)]
    [InlineData(DnsStatus.ServFail, DkimReason.DnsServFail)]
    public void A_dns_error_stays_one(DnsStatus status, DkimReason reason) =>
        Assert.Equal(reason, Verify(status == DnsStatus.Timeout ? DnsAnswer.Timeout : DnsAnswer.ServFail, Entry(1024)).Reason);

    [Fact]
    public void The_dns_comes_first()
    {
        DkimVerdict verdict = Verify(SignatureBuilder.Rsa(), Entry(1024));
        Assert.Equal((DkimReason.Verified, KeySource.Dns), (verdict.Reason, verdict.KeySource));
    }

    [Fact]
    public void The_key_of_the_day_is_tried_when_the_dns_has_another_one_by_now()
    {
        DkimVerdict verdict = Verify(SignatureBuilder.Rsa(record: TestKeys.Record(2048)), Entry(1024));
        Assert.Equal((DkimReason.Verified, KeySource.Keyring), (verdict.Reason, verdict.KeySource));
    }

    [Fact]
    public void When_no_key_verifies_the_dns_is_named()
    {
        DkimVerdict verdict = Verify(SignatureBuilder.Rsa(record: TestKeys.Record(2048)), Entry(1536));
        Assert.Equal((DkimReason.SignatureMismatch, KeySource.Dns, 2048), (verdict.Reason, verdict.KeySource, verdict.KeyBits));
    }

    [Theory]
    [InlineData(Received, Received, true)]
    [InlineData(null, Received, true)]
    [InlineData(Received, null, true)]
    [InlineData(Received + 1, null, false)]
    [InlineData(null, Received - 1, false)]
    public void The_interval_is_judged_at_receipt(long? first, long? last, bool used) =>
        Assert.Equal(used ? DkimReason.Verified : DkimReason.KeyNotFound, Verify(DnsAnswer.NxDomain, Entry(1024) with { FirstSeen = first, LastSeen = last }).Reason);

    [Fact]
    public void Without_a_time_of_receipt_every_key_is_tried() =>
        Assert.Equal(DkimReason.Verified, VerifyAt(null, SignatureBuilder.Rsa().Answer(DnsAnswer.NxDomain), Entry(1024) with { LastSeen = 5 }).Reason);

    [Fact]
    public void Of_several_keys_whose_interval_holds_any_that_verifies_counts() =>
        Assert.Equal(DkimReason.Verified, Verify(DnsAnswer.NxDomain, Entry(1536), Entry(2048), Entry(1024)).Reason);

    [Fact]
    public void Keys_of_another_selector_are_not_tried() =>
        Assert.Equal(DkimReason.KeyNotFound, Verify(DnsAnswer.NxDomain, Entry(1024) with { Selector = Other }).Reason);

    [Fact]
    public void A_recovered_key_is_no_pass()
    {
        DkimVerdict verdict = Verify(DnsAnswer.NxDomain, Entry(1024) with { Source = KeyringEntry.Recovered });
        Assert.Equal((DkimReason.ConsistentWithRecoveredKey, KeySource.Recovered, AuthResult.Neutral), (verdict.Reason, verdict.KeySource, verdict.Result));
        Assert.True(verdict.Reason.IsUnverifiable());
    }

    [Fact]
    public void A_recovered_key_that_does_not_verify_says_nothing()
    {
        DkimVerdict verdict = Verify(DnsAnswer.NxDomain, Entry(2048) with { Source = KeyringEntry.Recovered });
        Assert.Equal((DkimReason.KeyNotFound, KeySource.None), (verdict.Reason, verdict.KeySource));
    }

    [Fact]
    public void A_changed_body_under_a_recovered_key_is_a_changed_body()
    {
        SignatureBuilder signature = SignatureBuilder.Rsa().Answer(DnsAnswer.NxDomain).With(b => b.Digest.BodyHashMatches = false);
        DkimVerdict verdict = Verify(signature, Entry(1024) with { Source = KeyringEntry.Recovered });
        Assert.Equal((DkimReason.BodyHashMismatch, KeySource.Recovered), (verdict.Reason, verdict.KeySource));
    }

    [Fact]
    public void A_seen_key_counts_before_a_recovered_one() =>
        Assert.Equal(DkimReason.Verified, Verify(DnsAnswer.NxDomain, Entry(1024) with { Source = KeyringEntry.Recovered }, Entry(1024) with { Source = "dns" }).Reason);

    private static KeyringEntry Entry(int bits) => new(SignatureBuilder.Domain, SignatureBuilder.Selector, TestKeys.Record(bits));

    private static DkimVerdict Verify(DnsAnswer answer, params KeyringEntry[] keys) => Verify(SignatureBuilder.Rsa().Answer(answer), keys);

    private static DkimVerdict Verify(SignatureBuilder signature, params KeyringEntry[] keys) => VerifyAt(Received, signature, keys);

    private static DkimVerdict VerifyAt(long? receivedAt, SignatureBuilder signature, params KeyringEntry[] keys)
    {
        var missing = new DnsQuestionSet();
        var verifier = new DkimVerifier(signature.Options, new KeyCache(), new DkimKeyring(new Keyring(keys)));
        return verifier.Verify(signature.Digest, receivedAt, signature.Zone, missing)!.Value;
    }
}
