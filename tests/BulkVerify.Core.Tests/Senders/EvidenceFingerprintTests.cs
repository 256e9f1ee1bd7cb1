using System.Net;
using System.Reflection;
using BulkVerify.Claims;
using BulkVerify.Senders;

namespace BulkVerify.Tests.Senders;

/// <summary>Attributions are kept by their evidence: evidence that differs anywhere must not be taken for equal.</summary>
public class EvidenceFingerprintTests
{
    public static TheoryData<string> Members => [.. typeof(SenderEvidence).GetProperties().Select(p => p.Name)];

    public static TheoryData<string> SignatureMembers => [.. typeof(SignatureEvidence).GetProperties().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_of_evidence_counts(string member) => Assert.False(AreEqual(new SenderEvidence(), Changed(new SenderEvidence(), member)));

    [Theory]
    [MemberData(nameof(SignatureMembers))]
    public void Every_member_of_a_signature_counts(string member)
    {
        SignatureEvidence signature = Signature();
        Assert.False(AreEqual(new SenderEvidence { Signatures = [signature] }, new SenderEvidence { Signatures = [Changed(signature, member)] }));
    }

    [Fact]
    public void Every_kind_of_mark_counts()
    {
        VendorMarks[] marks =
        [
            VendorMarks.None, new([new HeaderFingerprint("o", "X-A", null, false)], [], []), new([new HeaderFingerprint("o", "X-A", ValuePattern.TryParse("a"), false)], [], []), new([new HeaderFingerprint("o", "X-A", ValuePattern.TryParse("b"), false)], [], []), new([], ["o"], []), new([], [], [DomainName.Parse("a.example")]),
        ];
        for (int i = 0; i < marks.Length; i++)
        {
            for (int j = 0; j < marks.Length; j++)
                Assert.Equal(i == j, AreEqual(new SenderEvidence { Marks = marks[i] }, new SenderEvidence { Marks = marks[j] }));
        }
    }

    [Fact]
    public void Equal_content_is_equal_whatever_holds_it()
    {
        Assert.True(AreEqual(Filled(), Filled()));
        Assert.True(AreEqual(new SenderEvidence(), new SenderEvidence()));
    }

    [Fact]
    public void Where_one_value_ends_and_the_next_begins_counts()
    {
        Assert.False(AreEqual(new SenderEvidence { SpfPath = ["ab", "c"] }, new SenderEvidence { SpfPath = ["a", "bc"] }));
        Assert.False(AreEqual(new SenderEvidence { SpfPath = ["a"] }, new SenderEvidence { MailFromAliases = [DomainName.Parse("a")] }));
        Assert.False(AreEqual(new SenderEvidence { Helo = DomainName.Parse("a.example") }, new SenderEvidence { ReverseName = DomainName.Parse("a.example") }));
    }

    private static SenderEvidence Filled() => typeof(SenderEvidence).GetProperties().Aggregate(new SenderEvidence(), (evidence, p) => Changed(evidence, p.Name));

    private static SignatureEvidence Signature() => new(DomainName.Parse("d.example"), "s", Passes: false, IsAligned: false);

    private static bool AreEqual(in SenderEvidence x, in SenderEvidence y)
    {
        var fingerprint = new EvidenceFingerprint();
        return fingerprint.Of(x) == fingerprint.Of(y);
    }

    private static T Changed<T>(T from, string member)
        where T : struct
    {
        PropertyInfo property = typeof(T).GetProperty(member)!;
        object changed = from;
        property.SetValue(changed, Other(property.PropertyType));
        return (T)changed;
    }

    private static object Other(Type type) =>
        type == typeof(bool) ? true
        : type == typeof(string) ? "other"
        : type == typeof(AuthResult) ? AuthResult.Fail
        : type == typeof(DomainName) ? DomainName.Parse("other.example")
        : type == typeof(IPAddress) ? IPAddress.Parse("192.0.2.7")
        : type == typeof(VendorMarks) ? new VendorMarks([], ["other"], [])
        : type == typeof(IReadOnlyList<string>) ? (string[])["other"]
        : type == typeof(IReadOnlyList<DomainName>) ? (DomainName[])[DomainName.Parse("other.example")]
        : type == typeof(IReadOnlyList<SignatureEvidence>) ? (SignatureEvidence[])[Signature()]
        : throw new NotSupportedException($"Say what another {type.Name} is.");
}
