using System.Net;
using BulkVerify.Claims;
using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Senders;

public sealed class SenderAttributorTests
{
    private static readonly VendorCatalog Catalog = VendorCatalog.Embedded;
    private static readonly SenderAttributor Attributor = new(Catalog, d => d.LabelCount > 2 ? d.Rightmost(2) : d);
    private static readonly DomainName Author = DomainName.Parse("news.customer.example");
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.77");

    private static IEnumerable<Vendor> Senders => Catalog.Vendors.Where(v => v.Category != "hosted-auth");

    [Fact]
    public void Knows_every_vendor_by_its_signing_domains() =>
        HoldsForEach(v => v.DkimDomains.Concat(v.MailFromDomains).Concat(v.HostNames).Where(p => !p.EndsWith("{domain}", StringComparison.Ordinal)),
            name => new SenderEvidence { Signatures = [new(name, "s1", Passes: true, IsAligned: false)] }, EvidenceStrength.Certain);

    [Fact]
    public void Knows_every_vendor_by_where_its_keys_are() =>
        HoldsForEach(v => v.KeyTargets, name => new SenderEvidence { Signatures = [new(Author, "zz9", Passes: true, IsAligned: true) { KeyAliases = [name] }] }, EvidenceStrength.Certain);

    [Fact]
    public void Knows_every_vendor_by_its_includes() =>
        HoldsForEach(v => v.SpfIncludes, name => new SenderEvidence { MailFromDomain = Author, Spf = AuthResult.Pass, SpfPath = [$"include:{name}", "ip4:192.0.2.0/24"] }, EvidenceStrength.Strong);

    [Fact]
    public void Knows_every_vendor_by_its_bounce_domains() =>
        HoldsForEach(v => v.MailFromDomains.Where(p => !p.EndsWith("{domain}", StringComparison.Ordinal)),
            name => new SenderEvidence { MailFromDomain = name, Spf = AuthResult.Pass }, EvidenceStrength.Strong);

    [Fact]
    public void Knows_every_vendor_by_its_host_names() =>
        HoldsForEach(v => v.HostNames, name => new SenderEvidence { ReverseName = name, ClientAddress = Address }, EvidenceStrength.Weak);

    [Theory]
    [InlineData("[192.0.2.77]")]
    [InlineData("192.0.2.77")]
    public void An_address_in_helo_names_no_sender(string helo)
    {
        Attribution found = Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Helo = DomainName.TryParse(helo.AsSpan()), ClientAddress = Address });
        Assert.Equal(("192.0.2.0/24", SenderKind.AddressBlock), (found.Sender, found.Kind));
    }

    [Theory]
    [InlineData("out1.customer.example", true, "customer.example")]
    [InlineData("out1.customer.example", false, "claims cisco-ces")]
    [InlineData(null, true, "claims cisco-ces")]
    public void A_field_that_gateways_write_on_receipt_too_says_less_than_a_host_name(string? host, bool receiversWriteIt, string sender)
    {
        Attribution found = Attributor.Attribute(new SenderEvidence
        {
            AuthorDomain = Author,
            ReverseName = host is null ? null : DomainName.Parse(host),
            ClientAddress = host is null ? null : Address,
            Marks = new VendorMarks([new HeaderFingerprint("cisco-ces", "X-IronPort-AV", null, receiversWriteIt)], [], []),
        });
        Assert.Equal((sender, "cisco-ces"), (found.Sender, found.ClaimedVendor));
    }

    [Fact]
    public void Knows_every_vendor_by_its_own_selectors()
    {
        foreach (Vendor vendor in Senders)
        {
            foreach (string selector in vendor.Selectors.SelectMany(SampleName.Texts))
                Check(vendor, selector, new SenderEvidence { Signatures = [new(Author, selector, Passes: true, IsAligned: true)] }, EvidenceStrength.Weak);
        }
    }

    [Fact]
    public void Knows_every_shared_key()
    {
        foreach (Vendor vendor in Senders)
        {
            foreach (SharedKey key in vendor.SharedKeys)
                Check(vendor, key.Selector, new SenderEvidence { Signatures = [new(Author, "zz9", Passes: true, IsAligned: true) { KeySha256 = key.Sha256 }] }, EvidenceStrength.Certain);
        }
    }

    [Fact]
    public void Marks_what_only_the_header_says_as_claimed()
    {
        foreach (Vendor vendor in Senders)
        {
            foreach (VendorMarks marks in ForgeableMarks(vendor))
            {
                Attribution attribution = Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Marks = marks, ClientAddress = Address });
                Assert.Equal((SenderAttributor.ClaimPrefix + vendor.Id, SenderKind.ClaimedVendor), (attribution.Sender, attribution.Kind));
                Assert.Equal(EvidenceStrength.Claimed, attribution.Strength);
            }
        }
    }

    [Fact]
    public void Forged_headers_never_outweigh_what_verifies()
    {
        SenderEvidence[] verified =
        [
            new() { Signatures = [new(Author, "zz9", Passes: true, IsAligned: true)] },
            new() { Signatures = [new(DomainName.Parse("other.example"), "zz9", Passes: true, IsAligned: false)] },
            new() { MailFromDomain = Author, Spf = AuthResult.Pass },
            new() { Signatures = [new(DomainName.Parse("amazonses.com"), "zz9", Passes: true, IsAligned: false)] },
        ];
        foreach (SenderEvidence evidence in verified)
        {
            string sender = Attributor.Attribute(evidence with { AuthorDomain = Author }).Sender;
            foreach (VendorMarks marks in Senders.SelectMany(ForgeableMarks))
                Assert.Equal(sender, Attributor.Attribute(evidence with { AuthorDomain = Author, Marks = marks }).Sender);
        }
    }

    [Fact]
    public void Failed_signatures_and_unproven_envelopes_are_claims()
    {
        DomainName vendor = DomainName.Parse("sendgrid.net");
        Assert.Equal("claims sendgrid", Attributor.Attribute(new SenderEvidence { Signatures = [new(vendor, "s1", Passes: false, IsAligned: false) { KeyAliases = [vendor] }] }).Sender);
        Assert.Equal("claims sendgrid", Attributor.Attribute(new SenderEvidence { MailFromDomain = vendor, Spf = AuthResult.Fail, SpfPath = ["include:sendgrid.net"] }).Sender);
        Assert.Equal("claims sendgrid", Attributor.Attribute(new SenderEvidence { Helo = vendor, ClientAddress = Address }).Sender);
    }

    [Fact]
    public void The_vendor_on_a_platform_wins_over_the_platform_when_both_show()
    {
        Attribution attribution = Attributor.Attribute(new SenderEvidence
        {
            AuthorDomain = Author,
            Signatures = [new(DomainName.Parse("sendgrid.net"), "smtpapi", Passes: true, IsAligned: false)],
            MailFromDomain = DomainName.Parse("shared.klaviyomail.com"),
            Spf = AuthResult.Pass,
        });
        Assert.Equal(("klaviyo", "sendgrid", EvidenceStrength.Certain), (attribution.Sender, attribution.Platform, attribution.Strength));
        Assert.Contains("passing d=sendgrid.net", attribution.Evidence);
    }

    [Fact]
    public void A_chain_of_keys_names_the_vendor_and_the_platform_behind_it()
    {
        DomainName[] chain = [DomainName.Parse("zendesk2._domainkey.zendesk.com"), DomainName.Parse("k1.domainkey.mailgun.org")];
        SignatureEvidence aligned = new(Author, "zz9", Passes: true, IsAligned: true) { KeyAliases = chain };
        Attribution attribution = Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Signatures = [aligned] });
        Assert.Equal((Catalog.Vendors[OwnerOf(chain[0])].Id, "mailgun", EvidenceStrength.Certain), (attribution.Sender, attribution.Platform, attribution.Strength));
        // The platform's own signature beside it does not make it the vendor.
        attribution = Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Signatures = [aligned, new(DomainName.Parse("mailgun.org"), "pic", Passes: true, IsAligned: false)] });
        Assert.Equal((Catalog.Vendors[OwnerOf(chain[0])].Id, "mailgun"), (attribution.Sender, attribution.Platform));
        Assert.Contains(attribution.Evidence, e => e == "key of zz9._domainkey.news.customer.example is at zendesk2._domainkey.zendesk.com");
    }

    [Fact]
    public void A_bounce_domain_that_leads_to_a_vendor_shows_it_where_SPF_passes()
    {
        var evidence = new SenderEvidence { AuthorDomain = Author, MailFromDomain = DomainName.Parse("em1.customer.example"), MailFromAliases = [DomainName.Parse("u1.wl1.sendgrid.net")] };
        Attribution attribution = Attributor.Attribute(evidence with { Spf = AuthResult.Pass });
        Assert.Equal(("sendgrid", EvidenceStrength.Strong), (attribution.Sender, attribution.Strength));
        Assert.Equal(["MAIL FROM em1.customer.example leads to u1.wl1.sendgrid.net and passes SPF"], attribution.Evidence);
        Assert.Equal("unknown", Attributor.Attribute(evidence with { Spf = AuthResult.SoftFail }).Sender);
    }

    /// <summary>Where a vendor has customers lead their bounce domain is its own, whatever else the catalog knows of that name.</summary>
    [Theory]
    [InlineData("lm-bounces.customer.example", "bounces.lmta.net", "lettermint")]
    [InlineData("ckespa.customer.example", "spf.dm-0m76g26y.sg6.convertkit.com", "kit")]
    public void A_bounce_domain_that_leads_where_a_vendor_has_customers_lead_it_shows_that_vendor(string bounce, string target, string vendor)
    {
        var evidence = new SenderEvidence { AuthorDomain = Author, MailFromDomain = DomainName.Parse(bounce), MailFromAliases = [DomainName.Parse(target)], Spf = AuthResult.Pass };
        Attribution attribution = Attributor.Attribute(evidence);
        Assert.Equal((vendor, EvidenceStrength.Strong), (attribution.Sender, attribution.Strength));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_holds_the_key_that_signed_for_a_vendors_domain_is_its_platform(bool shared)
    {
        var signature = new SignatureEvidence(DomainName.Parse("github.com"), "zz9", Passes: true, IsAligned: true);
        SharedKey key = Catalog.Find("sendgrid")!.SharedKeys[0];
        signature = shared ? signature with { KeySha256 = key.Sha256 } : signature with { KeyAliases = [DomainName.Parse("s1.domainkey.u1.wl1.sendgrid.net")] };
        Attribution attribution = Attributor.Attribute(new SenderEvidence { AuthorDomain = DomainName.Parse("github.com"), Signatures = [signature] });
        Assert.Equal(("github", "sendgrid", null), (attribution.Sender, attribution.Platform, attribution.RunnerUp));
        Attribution unproven = Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Signatures = [signature with { Passes = false }], MailFromDomain = DomainName.Parse("github.com"), Spf = AuthResult.Pass });
        Assert.Equal(("github", null), (unproven.Sender, unproven.Platform));
    }

    [Fact]
    public void A_second_vendor_that_verifies_is_named_as_runner_up()
    {
        Attribution attribution = Attributor.Attribute(new SenderEvidence
        {
            AuthorDomain = Author,
            Signatures = [new(DomainName.Parse("mandrillapp.com"), "zz9", Passes: true, IsAligned: false)],
            MailFromDomain = DomainName.Parse("amazonses.com"),
            Spf = AuthResult.Pass,
            Marks = new VendorMarks(Catalog.Find("sendgrid")!.Headers, [], []),
        });
        Assert.Equal(("mandrill", "amazon-ses", "sendgrid"), (attribution.Sender, attribution.RunnerUp, attribution.ClaimedVendor));
        Assert.Contains("also amazon-ses: MAIL FROM amazonses.com passes SPF", attribution.Evidence);
        Assert.Contains(attribution.Evidence, e => e.StartsWith("claims sendgrid: ", StringComparison.Ordinal));
    }

    /// <summary>The weight of the kinds of evidence: passing d= of the vendor, the chain of the customer's selector and shared keys, SPF by the vendor's record, names of hosts, Feedback-ID
    /// and unsubscribe hosts, other fields.</summary>
    [Fact]
    public void Kinds_of_evidence_weigh_in_their_order()
    {
        DomainName[] domains = [DomainName.Parse("mandrillapp.com"), DomainName.Parse("dkim.amazonses.com"), DomainName.Parse("mailgun.org"), DomainName.Parse("o1.sendgrid.net")];
        var evidence = new SenderEvidence
        {
            AuthorDomain = Author,
            Signatures = [new(domains[0], "zz9", Passes: true, IsAligned: false), new(Author, "zz8", Passes: true, IsAligned: true) { KeyAliases = [domains[1]] }],
            MailFromDomain = Author,
            Spf = AuthResult.Pass,
            SpfPath = [$"include:{domains[2]}"],
            ReverseName = domains[3],
            ClientAddress = Address,
            Marks = new VendorMarks(Catalog.Find("brevo")!.Headers, ["postmark"], []),
        };
        Assert.Equal("mandrill", Attributor.Attribute(evidence).Sender);
        evidence = evidence with { Signatures = [evidence.Signatures[1]] };
        Assert.Equal("amazon-ses", Attributor.Attribute(evidence).Sender);
        evidence = evidence with { Signatures = [] };
        Assert.Equal("mailgun", Attributor.Attribute(evidence).Sender);
        evidence = evidence with { Spf = AuthResult.None };
        Assert.Equal("sendgrid", Attributor.Attribute(evidence).Sender);
        evidence = evidence with { ReverseName = null };
        Assert.Equal("claims postmark", Attributor.Attribute(evidence).Sender);
        evidence = evidence with { Marks = new VendorMarks(evidence.Marks.Headers, [], []) };
        Assert.Equal("claims brevo", Attributor.Attribute(evidence).Sender);
    }

    [Fact]
    public void A_vendor_that_is_only_claimed_does_not_win_over_its_platform()
    {
        Vendor klaviyo = Catalog.Find("klaviyo")!;
        Attribution attribution = Attributor.Attribute(new SenderEvidence
        {
            Signatures = [new(DomainName.Parse("sendgrid.net"), "smtpapi", Passes: true, IsAligned: false)],
            Marks = new VendorMarks(klaviyo.Headers, [], []),
        });
        Assert.Equal(("sendgrid", "klaviyo"), (attribution.Sender, attribution.ClaimedVendor));
        Assert.Contains(attribution.Evidence, e => e.StartsWith("claims klaviyo: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_form_of_a_bounce_domain_counts_only_with_the_platform_behind_it()
    {
        var evidence = new SenderEvidence { AuthorDomain = Author, MailFromDomain = DomainName.Parse("envelope.news.customer.example"), Spf = AuthResult.Pass };
        Assert.Equal("customer.example", Attributor.Attribute(evidence).Sender);
        Assert.Equal("loops", Attributor.Attribute(evidence with { SpfPath = ["include:amazonses.com"] }).Sender);
    }

    [Fact]
    public void A_third_party_that_verifies_outweighs_the_name_of_the_host()
    {
        var evidence = new SenderEvidence { AuthorDomain = Author, ReverseName = DomainName.Parse("a1.smtp-out.amazonses.com"), ClientAddress = Address };
        Assert.Equal("amazon-ses", Attributor.Attribute(evidence).Sender);
        Attribution attribution = Attributor.Attribute(evidence with { Signatures = [new(DomainName.Parse("m.other.example"), "a", Passes: true, IsAligned: false)] });
        Assert.Equal(("other.example", SenderKind.Domain), (attribution.Sender, attribution.Kind));
    }

    [Fact]
    public void Unknown_senders_group_by_the_strongest_identifier()
    {
        var evidence = new SenderEvidence { AuthorDomain = Author };
        Assert.Equal(("unknown", SenderKind.Unknown), Short(evidence));
        evidence = evidence with { ClientAddress = Address };
        Assert.Equal(("192.0.2.0/24", SenderKind.AddressBlock), Short(evidence));
        Assert.Equal(("2001:db8:1::/48", SenderKind.AddressBlock), Short(evidence with { ClientAddress = IPAddress.Parse("2001:db8:1:2::3") }));
        evidence = evidence with { Helo = DomainName.Parse("mail.customer.example") };
        Assert.Equal(("192.0.2.0/24", SenderKind.AddressBlock), Short(evidence));
        evidence = evidence with { Helo = DomainName.Parse("mx.helo.example") };
        Assert.Equal(("helo.example", SenderKind.Domain), Short(evidence));
        evidence = evidence with { ReverseName = DomainName.Parse("h7.host.example") };
        Assert.Equal(("host.example", SenderKind.Domain), Short(evidence));
        evidence = evidence with { MailFromDomain = DomainName.Parse("b.bounce.example"), Spf = AuthResult.Pass };
        Assert.Equal(("bounce.example", SenderKind.Domain), Short(evidence));
        evidence = evidence with { Signatures = [new(DomainName.Parse("d.sign.example"), "a", Passes: true, IsAligned: false)] };
        Assert.Equal(("sign.example", SenderKind.Domain), Short(evidence));
        evidence = evidence with { Signatures = [.. evidence.Signatures, new(Author, "a", Passes: true, IsAligned: true)] };
        Assert.Equal(("customer.example", SenderKind.Own), Short(evidence));
    }

    [Fact]
    public void Gives_the_same_answer_whatever_the_order_of_the_signatures()
    {
        SignatureEvidence[] signatures =
        [
            new(DomainName.Parse("sendgrid.net"), "a", Passes: true, IsAligned: false), new(DomainName.Parse("amazonses.com"), "a", Passes: true, IsAligned: false),
            new(DomainName.Parse("mandrillapp.com"), "a", Passes: false, IsAligned: false), new(Author, "mailjet", Passes: true, IsAligned: true),
        ];
        Gen.Shuffle(signatures).Sample(s => Attributor.Attribute(new SenderEvidence { AuthorDomain = Author, Signatures = s }).Sender == "amazon-ses");
    }

    [Fact]
    public void Evidence_is_bounded()
    {
        SignatureEvidence[] signatures = [.. Senders.SelectMany(v => v.DkimDomains).SelectMany(SampleName.Of).Select(d => new SignatureEvidence(d, "s", true, false))];
        var evidence = new SenderEvidence { AuthorDomain = Author, Signatures = signatures, SpfPath = [.. Enumerable.Repeat("include:sendgrid.net", 5000)], Spf = AuthResult.Pass };
        Assert.InRange(Attributor.Attribute(evidence).Evidence.Count, 1, SenderAttributor.MaxEvidence);
    }

    private static int OwnerOf(DomainName name)
    {
        var owners = new List<int>();
        Assert.True(Catalog.FindByKeyTarget(name.Value, owners));
        return owners.Min();
    }

    private static (string, SenderKind) Short(in SenderEvidence evidence)
    {
        Attribution attribution = Attributor.Attribute(evidence);
        return (attribution.Sender, attribution.Kind);
    }

    private static IEnumerable<VendorMarks> ForgeableMarks(Vendor vendor)
    {
        foreach (HeaderFingerprint header in vendor.Headers)
            yield return new VendorMarks([header], [], []);
        if (vendor.FeedbackId is not null)
            yield return new VendorMarks([], [vendor.Id], []);
        foreach (DomainName host in vendor.UnsubscribeHosts.SelectMany(SampleName.Of))
            yield return new VendorMarks([], [], [host]);
    }

    private static void HoldsForEach(Func<Vendor, IEnumerable<string>> patterns, Func<DomainName, SenderEvidence> evidence, EvidenceStrength strength)
    {
        foreach (Vendor vendor in Senders)
        {
            foreach (DomainName name in patterns(vendor).SelectMany(SampleName.Of))
            {
                Check(vendor, name.Value, evidence(name), strength);
                Check(vendor, name.Value, evidence(name.Prepend("x9")!), strength);
            }
        }
    }

    private static void Check(Vendor vendor, string name, SenderEvidence evidence, EvidenceStrength strength)
    {
        Attribution attribution = Attributor.Attribute(evidence with { AuthorDomain = Author });
        Vendor? sender = Catalog.Find(attribution.Sender);
        Assert.True(sender is not null && (sender.Id == vendor.Id || sender.RunsOn.Contains(vendor.Id)), $"{name} of {vendor.Id} is attributed to {attribution.Sender}");
        Assert.Equal(SenderKind.Vendor, attribution.Kind);
        Assert.Equal(strength, attribution.Strength);
        Assert.NotEmpty(attribution.Evidence);
    }
}
