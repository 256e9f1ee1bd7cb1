using System.Net;
using BulkVerify.Claims;
using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Senders;

/// <summary>Whatever a forger writes, alone or together, no vendor is more than claimed, and nobody who verifies is displaced.</summary>
public class ForgedEvidenceTests
{
    private static readonly VendorCatalog Catalog = VendorCatalog.Embedded;
    private static readonly SenderAttributor Attributor = new(Catalog, d => d.LabelCount > 2 ? d.Rightmost(2) : d);
    private static readonly DomainName Author = DomainName.Parse("news.customer.example");

    private static readonly DomainName[] Names =
        [.. Catalog.Vendors.SelectMany(v => v.DkimDomains.Concat(v.MailFromDomains).Concat(v.HostNames).Concat(v.KeyTargets)).SelectMany(SampleName.Of), Author];

    private static readonly string[] Selectors = [.. Catalog.Vendors.SelectMany(v => v.Selectors).SelectMany(SampleName.Texts)];

    private static readonly Gen<DomainName> AnyName = OneOf(Names);

    /// <summary>A signature that fails: the key may be gone, and may well be a vendor's.</summary>
    private static readonly Gen<SignatureEvidence> ForgedSignature =
        Gen.Select(AnyName, OneOf(Selectors), Gen.Bool, Gen.Bool, AnyName.Array[0, 3]).Select((domain, selector, aligned, open, aliases) =>
            new SignatureEvidence(domain, selector, Passes: false, aligned) { IsOpen = open, Fault = "signature mismatch", KeyAliases = aliases, KeySha256 = SharedKeyOf(domain) });

    private static readonly Gen<VendorMarks> ForgedMarks =
        OneOf([.. Catalog.Vendors]).Array[0, 4].Select(vendors => new VendorMarks(
            [.. vendors.SelectMany(v => v.Headers)], [.. vendors.Where(v => v.FeedbackId is not null).Select(v => v.Id)], [.. vendors.SelectMany(v => v.UnsubscribeHosts).SelectMany(SampleName.Of)]));

    private static readonly Gen<AuthResult> NoPass = OneOf(AuthResult.None, AuthResult.Neutral, AuthResult.SoftFail, AuthResult.Fail, AuthResult.PermError, AuthResult.TempError);

    private static readonly Gen<SenderEvidence> Forged =
        Gen.Select(ForgedSignature.Array[0, 4], AnyName, NoPass, NoPass, AnyName, ForgedMarks).Select((signatures, mailFrom, spf, heloSpf, helo, marks) => new SenderEvidence
        {
            AuthorDomain = Author,
            Signatures = signatures,
            MailFromDomain = mailFrom,
            MailFromAliases = [helo],
            Spf = spf,
            SpfPath = [$"include:{helo}"],
            Helo = helo,
            HeloSpf = heloSpf,
            ClientAddress = IPAddress.Parse("192.0.2.77"),
            Marks = marks,
        });

    [Fact]
    public void Never_raises_a_vendor_above_claimed() =>
        Forged.Sample(evidence =>
        {
            Attribution found = Attributor.Attribute(evidence);
            Assert.NotEqual(SenderKind.Vendor, found.Kind);
            Assert.NotEqual(SenderKind.Own, found.Kind);
            Assert.Null(found.RunnerUp);
            Assert.Null(found.Platform);
            if (found.ClaimedVendor is not null)
                Assert.Equal((SenderKind.ClaimedVendor, EvidenceStrength.Claimed), (found.Kind, found.Strength));
        });

    [Fact]
    public void Never_displaces_who_verifies() =>
        Gen.Select(Forged, AnyName, Gen.Bool).Sample((evidence, name, bySignature) =>
        {
            SenderEvidence plain = bySignature
                ? new SenderEvidence { AuthorDomain = Author, Signatures = [new(name, "zz9", Passes: true, IsAligned: false)] }
                : new SenderEvidence { AuthorDomain = Author, MailFromDomain = name, Spf = AuthResult.Pass };
            SenderEvidence mixed = bySignature
                ? evidence with { Signatures = [.. evidence.Signatures, .. plain.Signatures], ClientAddress = null }
                : evidence with { MailFromDomain = name, Spf = AuthResult.Pass, SpfPath = [], MailFromAliases = [], ClientAddress = null };
            Attribution alone = Attributor.Attribute(plain), found = Attributor.Attribute(mixed);
            Assert.Equal((alone.Sender, alone.Kind, alone.Strength, alone.Platform), (found.Sender, found.Kind, found.Strength, found.Platform));
        });

    [Fact]
    public void Says_so_when_nothing_verifies_and_when_the_key_is_not_known()
    {
        DomainName vendor = DomainName.Parse("sendgrid.net");
        Assert.Equal(["d=sendgrid.net that does not verify (body hash mismatch)"], Evidence(new(vendor, "zz9", false, false) { Fault = "body hash mismatch" }));
        Assert.Equal(["d=sendgrid.net, key not recorded"], Evidence(new(vendor, "zz9", false, false) { Fault = "key not recorded", IsOpen = true }));
        Assert.Equal(["key of s1._domainkey.news.customer.example is at s1.domainkey.u1.wl1.sendgrid.net, the signature does not verify"],
            Evidence(new(Author, "s1", false, true) { Fault = "body hash mismatch", KeyAliases = [DomainName.Parse("s1.domainkey.u1.wl1.sendgrid.net")] }));
    }

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static IReadOnlyList<string> Evidence(SignatureEvidence signature) => Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Signatures = [signature] }).Evidence;

    private static string? SharedKeyOf(DomainName domain) => Catalog.Vendors.SelectMany(v => v.SharedKeys).Select(k => k.Sha256).ElementAtOrDefault(domain.Value.Length % 5);
}
