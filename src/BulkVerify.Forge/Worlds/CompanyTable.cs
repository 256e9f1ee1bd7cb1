using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>The companies of a world: one of each <see cref="PolicyShape"/> first, then ordinary ones. All names are reserved ones (RFC 2606).</summary>
internal static class CompanyTable
{
    /// <summary>Addresses of companies are four each out of a /24.</summary>
    public const int MaxCount = 60;

    private const int MaxIncludedVendors = 6;

    private static readonly (string Name, string Base)[] Names =
    [
        ("Example", "example.com"), ("Example Foundation", "example.org"), ("Example Networks", "example.net"), ("Alder Bank", "alder.example"),
        ("Birch Insurance", "birch.example"), ("Cedar News", "cedar.example"), ("Dogwood Travel", "dogwood.example"), ("Elm Energy", "elm.example"),
        ("Fir Group", "fir.example"), ("Department of Gardens", "dept.gov.test"), ("Hazel Foods", "hazel.example"), ("Iris Optics", "iris.example"),
        ("Juniper Freight", "juniper.example"), ("Kapok Textiles", "kapok.example"), ("Larch Homes", "larch.example"), ("Maple Music", "maple.example"),
        ("Nutmeg Kitchen", "nutmeg.example"), ("Oak Furniture", "oak.example"),
        ("Olive Clinic", "olive.example"), ("Palm Hotels", "palm.example"), ("Quince Legal", "quince.example"), ("Rowan Books", "rowan.example"),
        ("Spruce Rail", "spruce.example"), ("Tamarind Spices", "tamarind.example"), ("Umber Paints", "umber.example"), ("Vetch Farms", "vetch.example"),
        ("Willow Care", "willow.example"), ("Yarrow Pharmacy", "yarrow.example"), ("Zinnia Flowers", "zinnia.example"), ("Acorn School", "acorn.test"),
        ("Bramble Media", "bramble.test"), ("Clover Games", "clover.test"), ("Dahlia Design", "dahlia.test"), ("Elder Museum", "elder.test"),
        ("Fern Software", "fern.test"), ("Gorse Mining", "gorse.test"), ("Heather Airways", "heather.test"), ("Ivy Estates", "ivy.test"),
        ("Jasmine Tea", "jasmine.test"), ("Knapweed Labs", "knapweed.test"),
    ];

    /// <summary>Setups of the first companies by vendor: a mail landscape with something to find in it.</summary>
    private static readonly Setup[][] Stories =
    [
        [Setup.SpfOnly, Setup.OwnKey, Setup.Delegated, Setup.Delegated, Setup.Relay, Setup.Full, Setup.Delegated, Setup.Broken, Setup.Delegated, Setup.Broken,
            Setup.OwnKey, Setup.Full, Setup.NotIntegrated, Setup.SpfOnly, Setup.NotIntegrated],
        [Setup.Delegated, Setup.Full, Setup.Relay, Setup.Broken, Setup.NotIntegrated, Setup.OwnKey, Setup.SpfOnly, Setup.Delegated, Setup.OwnKey, Setup.Delegated,
            Setup.NotIntegrated, Setup.Delegated, Setup.Full, Setup.Broken, Setup.NotIntegrated],
    ];

    private static readonly PolicyShape[] Ordinary = [PolicyShape.Reject, PolicyShape.Quarantine, PolicyShape.Monitor];

    public static List<Company> Create(int count, int vendors, ForgeRandom random)
    {
        var companies = new List<Company>(count);
        int shapes = Enum.GetValues<PolicyShape>().Length;
        for (int i = 0; i < count; i++)
        {
            (string name, string registered) = i < Names.Length ? Names[i] : ($"Company {i}", $"company{i}.example");
            PolicyShape shape = i < shapes ? (PolicyShape)i : Ordinary[i % Ordinary.Length];
            companies.Add(Create(i, name, registered, shape, i < Stories.Length ? Stories[i][..vendors] : Setups(vendors, random)));
        }
        return companies;
    }

    public static void Publish(Company company, ForgeZone zone)
    {
        string at = "_dmarc." + company.Base;
        string author = "_dmarc." + company.Author;
        string reports = "rua=mailto:dmarc@" + company.Base;
        switch (company.Shape)
        {
            case PolicyShape.Reject: zone.Txt(at, $"v=DMARC1; p=reject; {reports}"); break;
            case PolicyShape.Quarantine: zone.Txt(at, $"v=DMARC1; p=quarantine; pct=100; {reports}"); break;
            case PolicyShape.Monitor: zone.Txt(at, $"v=DMARC1;p=none;{reports};fo=1"); break;
            case PolicyShape.Strict: zone.Txt(at, $"v=DMARC1; p=reject; adkim=s; aspf=s; {reports}"); break;
            case PolicyShape.StrictDkim: zone.Txt(at, $"v=DMARC1; p=quarantine; adkim=S; aspf=r; {reports}"); break;
            case PolicyShape.SubdomainPolicy: zone.Txt(at, $"v=DMARC1; p=reject; sp=quarantine; {reports}"); break;
            case PolicyShape.NonexistentPolicy: zone.Txt(at, $"v=DMARC1; p=quarantine; sp=none; np=reject; {reports}"); break;
            case PolicyShape.Testing: zone.Txt(at, $"v=DMARC1; p=reject; t=y; {reports}"); break;
            case PolicyShape.OwnOrganization:
                zone.Txt(at, $"v=DMARC1; p=reject; {reports}");
                zone.Txt(author, "v=DMARC1; p=quarantine; psd=n");
                break;
            case PolicyShape.PublicSuffix: zone.Txt("_dmarc.gov.test", "v=DMARC1; p=reject; sp=quarantine; psd=y"); break;
            case PolicyShape.NoRecord: zone.Txt(at, "managed by the web team"); break;
            case PolicyShape.SeveralRecords:
                zone.Txt(at, "v=DMARC1; p=reject");
                zone.Txt(at, "v=DMARC1; p=none");
                break;
            case PolicyShape.SeveralBelow:
                zone.Txt(at, $"v=DMARC1; p=reject; sp=quarantine; {reports}");
                zone.Txt(author, "v=DMARC1; p=none");
                zone.Txt(author, "v=DMARC1; p=reject");
                break;
            case PolicyShape.ServFail: zone.Status("servfail", at, "TXT"); break;
            case PolicyShape.RecordBelowOnly: zone.Txt(author, $"v=DMARC1; p=reject; {reports}"); break;
            case PolicyShape.BadPolicyWithReports: zone.Txt(at, $"v=DMARC1; p=block; {reports}"); break;
            case PolicyShape.BadPolicy: zone.Txt(at, "v=DMARC1; p=block"); break;
            case PolicyShape.Timeout: zone.Status("timeout", at, "TXT"); break;
            case PolicyShape.BadVersion: zone.Txt(at, "v=DMARC10; p=reject"); break;
        }
    }

    private static Company Create(int index, string name, string registered, PolicyShape shape, IReadOnlyList<Setup> setups)
    {
        string author = shape switch
        {
            PolicyShape.SubdomainPolicy or PolicyShape.RecordBelowOnly => "news." + registered,
            PolicyShape.NonexistentPolicy => "ghost." + registered,
            PolicyShape.OwnOrganization => "unit." + registered,
            PolicyShape.SeveralBelow => "mail." + registered,
            _ => registered,
        };
        return new Company(index, name, registered, shape)
        {
            Author = author,
            Home = shape == PolicyShape.NonexistentPolicy ? registered : author,
            Rules9989 = Facts(shape, registered, author),
            Rules7489 = Facts7489(shape, registered, author),
            Setups = setups,
            Weight = index < 3 ? 6 : index < Enum.GetValues<PolicyShape>().Length ? 1 : 2,
        };
    }

    private static PolicyFacts Facts(PolicyShape shape, string registered, string author) => shape switch
    {
        PolicyShape.Reject => new PolicyFacts("reject", registered),
        PolicyShape.Quarantine => new PolicyFacts("quarantine", registered),
        PolicyShape.Monitor or PolicyShape.BadPolicyWithReports => new PolicyFacts("none", registered),
        PolicyShape.Strict => new PolicyFacts("reject", registered) { StrictDkim = true, StrictSpf = true },
        PolicyShape.StrictDkim => new PolicyFacts("quarantine", registered) { StrictDkim = true },
        PolicyShape.SubdomainPolicy or PolicyShape.SeveralBelow => new PolicyFacts("quarantine", registered),
        PolicyShape.NonexistentPolicy => new PolicyFacts("reject", registered),
        PolicyShape.Testing => new PolicyFacts("reject", registered) { EffectivePolicy = "quarantine" },
        PolicyShape.OwnOrganization => new PolicyFacts("quarantine", author),
        PolicyShape.PublicSuffix => new PolicyFacts("quarantine", "gov.test"),
        PolicyShape.ServFail => PolicyFacts.Without(DmarcReason.DnsServFail),
        PolicyShape.Timeout => PolicyFacts.Without(DmarcReason.DnsTimeout),
        PolicyShape.SeveralRecords => PolicyFacts.Without(DmarcReason.SeveralRecords),
        PolicyShape.BadPolicy => PolicyFacts.Without(DmarcReason.RecordNotApplicable),
        PolicyShape.RecordBelowOnly => new PolicyFacts("reject", author),
        _ => PolicyFacts.Without(DmarcReason.NoRecord),
    };

    /// <summary>Where RFC 7489 finds something else: no np=, no t=, several records at the author end the search.</summary>
    private static PolicyFacts Facts7489(PolicyShape shape, string registered, string author) => shape switch
    {
        PolicyShape.NonexistentPolicy => new PolicyFacts("none", registered),
        PolicyShape.Testing => new PolicyFacts("reject", registered),
        PolicyShape.SeveralBelow => PolicyFacts.Without(DmarcReason.SeveralRecords),
        _ => Facts(shape, registered, author),
    };

    /// <summary>A setup for each vendor. So many includes at most that the company's SPF record keeps its look-up limit.</summary>
    private static Setup[] Setups(int vendors, ForgeRandom random)
    {
        // By Setup, from Direct to Broken.
        double[] weights = [0, 32, 14, 10, 16, 10, 6, 7];
        var setups = new Setup[vendors];
        int included = 0;
        for (int i = 0; i < vendors; i++)
        {
            Vendor vendor = VendorTable.All[i];
            Setup setup = (Setup)random.Weighted(weights);
            bool possible = setup switch
            {
                Setup.Relay => vendor.Relays,
                Setup.NotIntegrated => vendor.OwnFrom is not null,
                Setup.Full or Setup.SpfOnly => included++ < MaxIncludedVendors,
                _ => true,
            };
            setups[i] = vendor.Id == "xero" ? Setup.NotIntegrated : vendor.Relays && random.Chance(0.5) ? Setup.Relay : possible ? setup : Setup.Delegated;
        }
        return setups;
    }
}
