using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Planning;

/// <summary>Turns plans into senders.</summary>
internal sealed class SenderResolver(World world, ForgeOptions options)
{
    private readonly SignatureDraw _draw = new(options.Profile);

    public Sender Resolve(MessagePlan plan, ForgeRandom random)
    {
        Company company = plan.Company;
        if (plan.NeverReceived)
            return Of(company, Envelope.None, []);
        return plan.Setup switch
        {
            Setup.Direct => Direct(plan, random),
            Setup.Relay => Relay(plan, random),
            Setup.Spoof => Spoof(plan, random),
            Setup.NotIntegrated or Setup.NamedOnly => NotIntegrated(plan, plan.Vendor!, random),
            _ when IsOn(plan, VendorFeature.OwnName) => NotIntegrated(plan with { Setup = Setup.NotIntegrated, Defect = Defect.Sound }, plan.Vendor!, random),
            Setup.OpenRelay => OpenRelay(plan, random),
            _ => External(plan, plan.Vendor!, random),
        };
    }

    private Sender Direct(MessagePlan plan, ForgeRandom random)
    {
        Company company = plan.Company;
        ClientHost host = random.Pick(world.HostsOf(company));
        string mailFrom = plan.NullPath ? "" : MailFrom(plan, company.Home, random);
        return Of(company, new Envelope(mailFrom, host.Name, host), Signatures(plan, company.Base, "mx", null, null, random));
    }

    private Sender Relay(MessagePlan plan, ForgeRandom random)
    {
        Company company = plan.Company;
        ClientHost host = world.HostsOf(company)[0];
        var envelope = new Envelope(MailFrom(plan, company.Home, random), host.Name, host);
        return Of(company, envelope, Signatures(plan, company.Home, "relay", null, plan.Vendor, random)) with { VendorHop = random.Pick(plan.Vendor!.Hosts) };
    }

    private Sender External(MessagePlan plan, VendorSite vendor, ForgeRandom random)
    {
        Company company = plan.Company;
        if (IsOn(plan, VendorFeature.Signing))
            plan = Signed(plan);
        ClientHost host = random.Pick(vendor.Hosts);
        var envelope = new Envelope(MailFrom(plan, EnvelopeDomain(plan, vendor, random), random), host.Name, host);
        bool ownKey = HasOwnKey(plan);
        if (!ownKey)
            return Of(company, envelope, Signatures(plan, vendor.Vendor.DefaultDomain, vendor.Vendor.DefaultSelector, null, null, random));
        string selector = Fill(vendor.Vendor.Selector, company, "");
        string? alias = vendor.Vendor.AliasTarget is { } target ? Fill(target, company, selector) : null;
        return Of(company, envelope, Signatures(plan, company.Home, selector, alias, vendor, random));
    }

    private bool IsOn(MessagePlan plan, VendorFeature feature) =>
        plan.Vendor is { } vendor && options.SwitchedOn.Contains(new VendorSetting(vendor.Vendor.Id, plan.Company.Author, feature));

    private string EnvelopeDomain(MessagePlan plan, VendorSite vendor, ForgeRandom random)
    {
        Setup setup = plan.Defect.UnalignedEnvelope ? Setup.Broken : plan.Setup;
        if (setup is Setup.SpfOnly or Setup.Full)
            return plan.Company.Home;
        return setup == Setup.Delegated || IsOn(plan, VendorFeature.BounceDomain) ? world.DelegatedDomain(plan.Company, vendor) : random.Pick(vendor.BounceDomains);
    }

    private static bool HasOwnKey(MessagePlan plan) => plan.Setup is Setup.Delegated or Setup.OwnKey or Setup.Full && !plan.Defect.UnalignedSignature;

    /// <summary>The plan with a signature by the company, by a key that counts. The envelope stays as it was, and a signature by the company that was there before does too.</summary>
    private static MessagePlan Signed(MessagePlan plan)
    {
        if (HasOwnKey(plan) && !plan.Defect.Unsigned)
            return plan;
        Setup setup = plan.Setup is Setup.SpfOnly ? Setup.Full : plan.Setup is Setup.Broken ? Setup.OwnKey : plan.Setup;
        return plan with { Setup = setup, Defect = plan.Defect with { Unsigned = false, UnalignedSignature = false, Algorithm = SigningAlgorithm.Rsa2048 } };
    }

    private Sender NotIntegrated(MessagePlan plan, VendorSite vendor, ForgeRandom random)
    {
        ClientHost host = random.Pick(vendor.Hosts);
        string author = Fill(vendor.Vendor.OwnFrom!, plan.Company, "");
        PolicyFacts policy = world.VendorPolicy(author);
        return new Sender
        {
            Author = author,
            Rules9989 = policy,
            Rules7489 = policy,
            Envelope = new Envelope(MailFrom(plan, random.Pick(vendor.BounceDomains), random), host.Name, host),
            Signatures = Signatures(plan, vendor.Vendor.DefaultDomain, vendor.Vendor.DefaultSelector, null, null, random),
            ReplyTo = plan.Setup == Setup.NotIntegrated ? plan.Company.Author : null,
            DisplayName = plan.Setup == Setup.NamedOnly ? $"{plan.Company.Name} via {vendor.Vendor.Name}" : null,
        };
    }

    private Sender OpenRelay(MessagePlan plan, ForgeRandom random)
    {
        ClientHost host = world.HostsOf(plan.Company)[0];
        PolicyFacts nothing = PolicyFacts.Without(Evaluation.Dmarc.DmarcReason.NoRecord);
        return new Sender
        {
            Author = OriginWriter.OtherDomain,
            Rules9989 = nothing,
            Rules7489 = nothing,
            Envelope = new Envelope($"{SpfText.EnvelopeUser}-{random.Next(1000, 9999)}@{OriginWriter.OtherDomain}", host.Name, host),
            Signatures = [],
            VendorHop = random.Pick(world.Outsiders),
        };
    }

    private Sender Spoof(MessagePlan plan, ForgeRandom random)
    {
        ClientHost host = random.Pick(world.Outsiders);
        string domain = random.Chance(0.6) ? plan.Company.Home : host.Name;
        string helo = random.Chance(0.5) ? host.Name : plan.Company.HostName(1);
        return Of(plan.Company, new Envelope($"{SpfText.EnvelopeUser}-{random.Next(1000, 9999)}@{domain}", helo, host), []);
    }

    private static Sender Of(Company company, Envelope envelope, IReadOnlyList<SignatureRequest> signatures) => new()
    {
        Author = company.Author,
        Rules9989 = company.Rules9989,
        Rules7489 = company.Rules7489,
        Envelope = envelope,
        Signatures = signatures,
    };

    private string MailFrom(MessagePlan plan, string domain, ForgeRandom random)
    {
        if (plan.Defect.Spf != SpfFault.None)
            domain = world.FaultyDomain(plan.Company, plan.Defect.Spf);
        return $"{SpfText.EnvelopeUser}-{random.Next(100_000, 999_999)}-{plan.Company.Label}@{domain}";
    }

    /// <summary>The signature that the set-up asks for, and at times another by the platform.</summary>
    private List<SignatureRequest> Signatures(MessagePlan plan, string domain, string selector, string? alias, VendorSite? second, ForgeRandom random)
    {
        if (plan.Defect.Unsigned || plan.Defect.Author == AuthorFault.NoFrom)
            return [];
        var requests = new List<SignatureRequest>();
        foreach (bool platform in _draw.Others(random))
        {
            requests.Add(platform && second is not null
                ? _draw.Draw(second.Vendor.DefaultDomain, second.Vendor.DefaultSelector, null, Defect.None, random)
                : _draw.Draw(domain, selector + "-b", null, Defect.None, random));
        }
        requests.Add(_draw.Draw(domain, selector, alias, plan.Defect, random));
        return requests;
    }

    private static string Fill(string template, Company company, string selector)
    {
        var random = new ForgeRandom(ForgeRandom.HashOf(company.Base), 7);
        return Template.Fill(
            template, random, ("selector", selector), ("account", World.Account(company)), ("company", company.Label),
            ("dashes", company.Home.Replace('.', '-')), ("token", Template.Letters(random, 6)), ("token32", Template.Letters(random, 32, alphabet: 26)));
    }
}
