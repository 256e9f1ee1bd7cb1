using System.Globalization;
using System.Net;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>Companies, vendors and others, their hosts and what they publish.</summary>
internal sealed class World
{
    private const int HostsPerVendor = 6;
    private const int BounceDomainsPerVendor = 3;
    private const int HostsPerCompany = 2;

    /// <summary>Vendors and companies with addresses of IPv4: the documentation ranges hold no more.</summary>
    private const int Vendors4 = 16, Companies4 = 60;

    private const int FirstCompanyNetwork6 = 0xc000;

    private readonly ulong _seed;
    private readonly ForgeZone _zone;

    /// <summary>True when records are to show the vendor, not all ways of writing them.</summary>
    private readonly bool _isTour;
    private readonly SpfPublisher _spf;
    private readonly Dictionary<string, SpfSite> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Company> _byBase = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ClientHost>> _companyHosts = new(StringComparer.Ordinal);

    public World(ForgeOptions options, ForgeZone zone)
    {
        _seed = options.Seed;
        _zone = zone;
        _isTour = options.Profile == ForgeProfile.Catalog;
        _spf = new SpfPublisher(zone);
        CatalogTour? tour = options.Profile == ForgeProfile.Catalog ? CatalogTour.Embedded : null;
        Companies = tour?.Companies ?? CompanyTable.Create(options.Domains, options.Vendors, new ForgeRandom(options.Seed, 1));
        Vendors = [.. (tour?.Vendors ?? VendorTable.All.Take(options.Vendors)).Select(CreateVendor)];
        foreach (Company company in Companies)
            Publish(company);
        Outsiders = [.. Enumerable.Range(1, 60).Select(CreateOutsider)];
        ListHost = Host("lists.example-lists.test", IPAddress.Parse("203.0.113.129"), "list");
        ForwardHost = Host("fwd1.alumni.test", IPAddress.Parse("203.0.113.130"), "forwarder");
        AddHelper("example-lists.test", ListHost);
        AddHelper("alumni.test", ForwardHost);
    }

    public IReadOnlyList<Company> Companies { get; }

    public IReadOnlyList<VendorSite> Vendors { get; }

    /// <summary>Hosts of nobody that a company knows.</summary>
    public IReadOnlyList<ClientHost> Outsiders { get; }

    public ClientHost ListHost { get; }

    public ClientHost ForwardHost { get; }

    public IReadOnlyList<ClientHost> HostsOf(Company company) => _companyHosts[company.Base];

    public SpfTruth SpfOf(Envelope envelope)
    {
        if (envelope.Client is not { } client)
            return SpfTruth.NoClientAddress;
        return _sites.TryGetValue(envelope.SpfDomain, out SpfSite? site) ? site.For(client.Owner) : SpfTruth.NoRecord;
    }

    /// <summary>The envelope sub-domain that a company has given to a vendor.</summary>
    public string DelegatedDomain(Company company, VendorSite vendor)
    {
        uint hash = ForgeRandom.HashOf(company.Base + "/" + vendor.Vendor.Id);
        string domain = string.Create(CultureInfo.InvariantCulture, $"em{hash % 9000 + 1000}.{company.Home}");
        if (!_sites.ContainsKey(domain))
        {
            int forms = Enum.GetValues<SpfForm>().Length;
            SpfForm form = _isTour ? SpfForm.Include : (SpfForm)((company.Index + vendor.Vendor.Index) % forms);
            _sites.Add(domain, new DelegatedSpf(_zone).Publish(vendor, domain, IncludeFor(company, vendor), form));
        }
        return domain;
    }

    /// <summary>An envelope sub-domain of a company with this fault.</summary>
    public string FaultyDomain(Company company, SpfFault fault)
    {
        string domain = fault == SpfFault.DomainMalformed ? "mailhost" : $"{fault.ToString().ToLowerInvariant()}.bounce.{company.Home}";
        if (!_sites.ContainsKey(domain))
            _sites.Add(domain, new FaultySpf(_zone).Publish(domain, fault));
        return domain;
    }

    /// <summary>Organizational domain under RFC 9989, or RFC 7489 with a public suffix list that holds none of these names.</summary>
    public string OrganizationOf(string domain, bool treeWalk)
    {
        for (string name = domain; name.Contains('.', StringComparison.Ordinal); name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (!_byBase.TryGetValue(name, out Company? company))
                continue;
            // RFC 9989 §4.10.2: a walk that finds no record makes each name its own organization.
            if (treeWalk && company.Shape is PolicyShape.NoRecord or PolicyShape.SeveralRecords or PolicyShape.BadVersion)
                return domain;
            bool ownOrganization = company.Shape is PolicyShape.OwnOrganization or PolicyShape.RecordBelowOnly;
            if (ownOrganization && treeWalk && (domain == company.Author || domain.EndsWith("." + company.Author, StringComparison.Ordinal)))
                return company.Author;
            return company.Shape == PolicyShape.PublicSuffix && !treeWalk ? "gov.test" : company.Base;
        }
        string[] labels = domain.Split('.');
        return labels.Length < 2 ? domain : $"{labels[^2]}.{labels[^1]}";
    }

    /// <summary>What a vendor publishes for a domain that it puts into From itself.</summary>
    public PolicyFacts VendorPolicy(string author)
    {
        string registered = OrganizationOf(author, treeWalk: true);
        _zone.Txt("_dmarc." + registered, $"v=DMARC1; p=quarantine; rua=mailto:dmarc@{registered}");
        _zone.Txt(author, "owned by its vendor");
        return new PolicyFacts("quarantine", registered);
    }

    private void Publish(Company company)
    {
        _byBase.Add(company.Base, company);
        CompanyTable.Publish(company, _zone);
        var hosts = new List<ClientHost>();
        for (int i = 1; i <= HostsPerCompany; i++)
            hosts.Add(Host(company.HostName(i), AddressOf(company, i), company.Owner));
        _companyHosts.Add(company.Base, hosts);
        foreach (ClientHost host in hosts)
            _sites.Add(host.Name, _spf.Host(host));
        var included = new List<(VendorSite Vendor, string Include)>();
        foreach (VendorSite vendor in Vendors)
        {
            if (company.Setups[vendor.Vendor.Index] is Setup.Full or Setup.SpfOnly)
                included.Add((vendor, IncludeFor(company, vendor)));
        }
        _sites.Add(company.Home, _spf.Main(company, hosts, included));
        if (company.Home == company.Author && company.Base != company.Author)
            _zone.A(company.Base, hosts[0].Address);
    }

    private static IPAddress AddressOf(Company company, int host) =>
        company.Index < Companies4 ? new IPAddress([192, 0, 2, (byte)(company.Index * 4 + host)]) : IPAddress.Parse($"2001:db8:{FirstCompanyNetwork6 + company.Index:x}::{host}");

    private string IncludeFor(Company company, VendorSite vendor)
    {
        var random = new ForgeRandom(_seed, ForgeRandom.HashOf(company.Base));
        string include = Template.Fill(vendor.Vendor.Include, random, ("account", Account(company)));
        if (!_sites.ContainsKey(include))
            _sites.Add(include, _spf.VendorSite(vendor, include));
        return include;
    }

    public static string Account(Company company) =>
        (ForgeRandom.HashOf(company.Base) % 9_000_000 + 1_000_000).ToString(CultureInfo.InvariantCulture);

    private VendorSite CreateVendor(Vendor vendor)
    {
        var random = new ForgeRandom(_seed, 100 + (ulong)vendor.Index);
        int network = vendor.Index * 16;
        var hosts = new List<ClientHost>();
        for (int i = 1; i <= HostsPerVendor; i++)
        {
            bool six = (i == HostsPerVendor && !vendor.IncludeByMacro) || vendor.Index >= Vendors4;
            IPAddress address = six ? IPAddress.Parse($"2001:db8:{vendor.Index + 1:x}::{i}") : new IPAddress([198, 51, 100, (byte)(network + i)]);
            hosts.Add(Host(Template.Fill(vendor.Host, random), address, six ? vendor.Owner6 : vendor.Owner));
        }
        string networks = vendor.Index >= Vendors4 ? $"ip6:2001:db8:{vendor.Index + 1:x}::/48" : vendor.IncludeByMacro ? $"ip4:198.51.100.{network}/28" : $"ip4:198.51.100.{network}/28 ip6:2001:db8:{vendor.Index + 1:x}::/48";
        var bounces = new List<string>();
        for (int i = 0; i < BounceDomainsPerVendor; i++)
            bounces.Add(Template.Fill(vendor.BounceDomain, random, ("company", "client")));
        var site = new VendorSite(vendor, hosts, bounces, networks);
        foreach (string bounce in bounces)
        {
            if (!_sites.ContainsKey(bounce))
                _sites.Add(bounce, _spf.VendorSite(site, bounce));
        }
        return site;
    }

    private ClientHost CreateOutsider(int number)
    {
        IPAddress address = new([203, 0, 113, (byte)number]);
        return number % 4 == 0
            ? new ClientHost($"host-{number}.pool.example-isp.test", address, "outside")
            : Host($"vps{number}.cloud.test", address, "outside");
    }

    private ClientHost Host(string name, IPAddress address, string owner)
    {
        var host = new ClientHost(name, address, owner);
        _zone.Addresses(name, [host]);
        _zone.Ptr(address, name);
        return host;
    }

    private void AddHelper(string domain, ClientHost host)
    {
        _zone.Txt(domain, $"v=spf1 a:{host.Name} -all");
        _sites.Add(domain, new SpfSite(SpfTruth.Fail).Authorize(host.Owner, SpfTruth.Pass(SpfReason.MatchedA)));
    }
}
