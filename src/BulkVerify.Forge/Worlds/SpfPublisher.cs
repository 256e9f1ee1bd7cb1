using System.Net;
using System.Net.Sockets;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>Publishes SPF records and says what they give.</summary>
internal sealed class SpfPublisher(ForgeZone zone)
{
    /// <summary>First part of all local parts of envelopes, as %{l1r-} gives it.</summary>
    public const string EnvelopeUser = "bounces";

    private static readonly SpfTruth Fail = new(AuthResult.Fail, SpfReason.MatchedAll);
    private static readonly SpfTruth SoftFail = new(AuthResult.SoftFail, SpfReason.MatchedAll);
    private static readonly SpfTruth Neutral = new(AuthResult.Neutral, SpfReason.MatchedAll);

    /// <summary>A record of the vendor's own, and its site.</summary>
    public SpfSite VendorSite(VendorSite vendor, string domain)
    {
        if (vendor.Vendor.IncludeByMacro)
        {
            string below = "_spf." + domain;
            zone.Txt(domain, $"v=spf1 exists:%{{i}}.{below} ~all");
            foreach (ClientHost host in vendor.Hosts)
                zone.A($"{Address(host.Address, reversed: false)}.{below}", IPAddress.Parse("127.0.0.2"));
            return new SpfSite(domain, SoftFail).Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedExists));
        }
        zone.Txt(domain, $"v=spf1 {vendor.Networks} ~all");
        return new SpfSite(domain, SoftFail)
            .Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedIp4))
            .Authorize(vendor.Vendor.Owner + ":6", SpfTruth.Pass(SpfReason.MatchedIp6));
    }

    /// <summary>An envelope sub-domain of a company for a vendor.</summary>
    public SpfSite Delegated(VendorSite vendor, string domain, string include, SpfForm form)
    {
        string owner = vendor.Vendor.Owner;
        switch (form)
        {
            case SpfForm.Alias:
                string target = $"{domain.Replace('.', '-')}.{vendor.BounceDomains[0]}";
                zone.Cname(domain, target);
                zone.Txt(target, $"v=spf1 {vendor.Networks} -all");
                return Site(domain, owner, SpfReason.MatchedIp4, SpfReason.MatchedIp6);
            case SpfForm.Include:
                zone.Txt(domain, $"v=spf1 include:{include} -all");
                return Site(domain, owner, SpfReason.MatchedInclude, SpfReason.MatchedInclude);
            case SpfForm.Redirect:
                zone.Txt(domain, $"v=spf1 redirect={include}");
                SpfReason reason = vendor.Vendor.IncludeByMacro ? SpfReason.MatchedExists : SpfReason.MatchedIp4;
                return new SpfSite(domain, SoftFail).Authorize(owner, SpfTruth.Pass(reason)).Authorize(owner + ":6", SpfTruth.Pass(SpfReason.MatchedIp6));
            case SpfForm.A:
                zone.Txt(domain, $"v=spf1 a:hosts.{domain} -all");
                Addresses("hosts." + domain, vendor.Hosts);
                return Site(domain, owner, SpfReason.MatchedA, SpfReason.MatchedA);
            case SpfForm.Mx:
                zone.Txt(domain, "v=spf1 mx -all");
                zone.Mx(domain, 10, "mx." + domain);
                Addresses("mx." + domain, vendor.Hosts);
                return Site(domain, owner, SpfReason.MatchedMx, SpfReason.MatchedMx);
            case SpfForm.Exists:
                zone.Txt(domain, "v=spf1 exists:%{ir}._ip.%{d2}._of.%{o} -all");
                string lastTwo = LastLabels(domain, 2);
                foreach (ClientHost host in vendor.Hosts)
                    zone.A($"{Address(host.Address, reversed: true)}._ip.{lastTwo}._of.{domain}", IPAddress.Parse("127.0.0.2"));
                return Site(domain, owner, SpfReason.MatchedExists, SpfReason.MatchedExists);
            case SpfForm.Ptr:
                zone.Txt(domain, $"v=spf1 ptr:{LastLabels(vendor.Hosts[0].Name, 2)} -all");
                return Site(domain, owner, SpfReason.MatchedPtr, SpfReason.MatchedPtr);
            case SpfForm.LocalPart:
                zone.Txt(domain, "v=spf1 exists:%{l1r-}._user.%{d} -all");
                zone.A($"{EnvelopeUser}._user.{domain}", IPAddress.Parse("127.0.0.2"));
                return new SpfSite(domain, SpfTruth.Pass(SpfReason.MatchedExists));
            case SpfForm.Hosted:
                zone.Txt(domain, "v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email -all");
                foreach (ClientHost host in vendor.Hosts)
                    zone.Txt($"{Address(host.Address, reversed: false)}._ip.{host.Name}._ehlo.{domain}._spf.vali.email", $"v=spf1 {Network(host.Address)} -all");
                return new SpfSite(domain, new SpfTruth(AuthResult.PermError, SpfReason.IncludeOfNone))
                    .Authorize(owner, SpfTruth.Pass(SpfReason.MatchedInclude)).Authorize(owner + ":6", SpfTruth.Pass(SpfReason.MatchedInclude));
            default:
                zone.Txt(domain, $"v=spf1 include:_spf.{domain} -all");
                zone.Txt("_spf." + domain, $"v=spf1 include:_spf2.{domain} ?all");
                zone.Txt("_spf2." + domain, $"v=spf1 include:{include} -all");
                return Site(domain, owner, SpfReason.MatchedInclude, SpfReason.MatchedInclude);
        }
    }

    /// <summary>The company's own record: its hosts in one of six ways, and the vendors that may use its domain.</summary>
    public SpfSite Main(Company company, IReadOnlyList<ClientHost> hosts, IReadOnlyList<(VendorSite Vendor, string Include)> vendors)
    {
        string domain = company.Home;
        (string own, SpfReason reason) = OwnHosts(company, hosts);
        string includes = string.Concat(vendors.Select(static vendor => $" include:{vendor.Include}"));
        string all = (company.Index % 3) switch { 0 => "-all", 1 => "~all", _ => "?all" };
        SpfTruth otherwise = (company.Index % 3) switch { 0 => Fail, 1 => SoftFail, _ => Neutral };
        if (company.Index % 6 == 3)
        {
            zone.Txt(domain, $"v=spf1 redirect=_spf.{domain}");
            zone.Txt("_spf." + domain, $"v=spf1 {own}{includes} {all}");
        }
        else
        {
            zone.Txt(domain, $"v=spf1 {own}{includes} {all}");
        }
        SpfSite site = new SpfSite(domain, otherwise).Authorize(company.Owner, SpfTruth.Pass(reason));
        foreach ((VendorSite vendor, string _) in vendors)
            site.Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedInclude)).Authorize(vendor.Vendor.Owner + ":6", SpfTruth.Pass(SpfReason.MatchedInclude));
        return site;
    }

    /// <summary>A host whose HELO name is authorized by itself.</summary>
    public SpfSite Host(ClientHost host)
    {
        zone.Txt(host.Name, "v=spf1 a -all");
        return new SpfSite(host.Name, Fail).Authorize(host.Owner, SpfTruth.Pass(SpfReason.MatchedA));
    }

    /// <summary>A domain for which SPF fails in this way, whatever the client.</summary>
    public SpfSite Faulty(string domain, SpfFault fault)
    {
        SpfTruth truth = TruthOf(fault);
        switch (fault)
        {
            case SpfFault.TooManyLookups:
                zone.Txt(domain, $"v=spf1 include:_s1.{domain} -all");
                for (int i = 1; i <= 11; i++)
                    zone.Txt($"_s{i}.{domain}", i < 11 ? $"v=spf1 include:_s{i + 1}.{domain} ?all" : "v=spf1 ?all");
                break;
            case SpfFault.TooManyMxHosts:
                zone.Txt(domain, "v=spf1 mx -all");
                for (int i = 1; i <= 11; i++)
                {
                    zone.Mx(domain, i, $"mx{i}.{domain}");
                    zone.A($"mx{i}.{domain}", IPAddress.Parse("203.0.113.250"));
                }
                break;
            case SpfFault.SeveralRecords:
                zone.Txt(domain, "v=spf1 +all");
                zone.Txt(domain, "v=spf1 -all");
                break;
            case SpfFault.ServFail:
                zone.Status("servfail", domain, "TXT");
                break;
            case SpfFault.Timeout:
                zone.Status("timeout", domain, "TXT");
                break;
            case SpfFault.IncludeServFail:
                zone.Txt(domain, $"v=spf1 include:_spf.{domain} -all");
                zone.Status("servfail", "_spf." + domain, "TXT");
                break;
            case SpfFault.NoRecord:
                zone.Txt(domain, "no policy here");
                break;
            case SpfFault.NoDomain:
            case SpfFault.DomainMalformed:
                break;
            default:
                zone.Txt(domain, "v=spf1 " + TermsOf(fault, domain));
                break;
        }
        return new SpfSite(domain, truth);
    }

    private static string TermsOf(SpfFault fault, string domain) => fault switch
    {
        SpfFault.NotAuthorized => "ip4:203.0.113.251 -all",
        SpfFault.NotAuthorizedSoft => "ip4:203.0.113.251 ~all",
        SpfFault.NotAuthorizedNeutral => "ip4:203.0.113.251 ?all",
        SpfFault.NoMatch => "ip4:203.0.113.251 ip6:2001:db8:fffe::/48",
        SpfFault.UnknownMechanism => "ip4:203.0.113.251 inclued:sendgrid.net -all",
        SpfFault.BadNetwork => "+all ip4:192.0.2.0/33",
        SpfFault.BadMacro => "exists:%{z}.%{d} -all",
        SpfFault.TooManyVoidLookups => $"a:no1.{domain} a:no2.{domain} a:no3.{domain} +all",
        SpfFault.IncludeOfNone => $"include:none.{domain} +all",
        _ => $"redirect=none.{domain}",
    };

    private static SpfTruth TruthOf(SpfFault fault) => fault switch
    {
        SpfFault.NotAuthorized => Fail,
        SpfFault.NotAuthorizedSoft => SoftFail,
        SpfFault.NotAuthorizedNeutral => Neutral,
        SpfFault.NoMatch => new SpfTruth(AuthResult.Neutral, SpfReason.NoMatch),
        SpfFault.UnknownMechanism or SpfFault.BadNetwork or SpfFault.BadMacro => new SpfTruth(AuthResult.PermError, SpfReason.SyntaxError),
        SpfFault.ServFail or SpfFault.IncludeServFail => new SpfTruth(AuthResult.TempError, SpfReason.DnsServFail),
        SpfFault.Timeout => new SpfTruth(AuthResult.TempError, SpfReason.DnsTimeout),
        SpfFault.NoRecord or SpfFault.NoDomain => SpfTruth.NoRecord,
        SpfFault.DomainMalformed => new SpfTruth(AuthResult.None, SpfReason.DomainMalformed),
        // The other faults bear the names of their reasons.
        _ => new SpfTruth(AuthResult.PermError, Enum.Parse<SpfReason>(fault.ToString())),
    };

    private (string Terms, SpfReason Reason) OwnHosts(Company company, IReadOnlyList<ClientHost> hosts)
    {
        string domain = company.Home;
        switch (company.Index % 6)
        {
            case 1:
                Addresses("hosts." + company.Base, hosts);
                return ("a:hosts." + company.Base, SpfReason.MatchedA);
            case 2:
                zone.Mx(domain, 10, "mx." + company.Base);
                Addresses("mx." + company.Base, hosts);
                return ("mx", SpfReason.MatchedMx);
            case 4:
                foreach (ClientHost host in hosts)
                    zone.A($"{Address(host.Address, reversed: false)}._h.{domain}", IPAddress.Parse("127.0.0.2"));
                return ("exists:%{i}._h." + domain, SpfReason.MatchedExists);
            default:
                return (string.Join(' ', hosts.Select(static host => Network(host.Address))), hosts[0].Address.AddressFamily == AddressFamily.InterNetwork ? SpfReason.MatchedIp4 : SpfReason.MatchedIp6);
        }
    }

    private void Addresses(string name, IReadOnlyList<ClientHost> hosts)
    {
        foreach (ClientHost host in hosts)
        {
            if (host.Address.AddressFamily == AddressFamily.InterNetwork)
                zone.A(name, host.Address);
            else
                zone.Aaaa(name, host.Address);
        }
    }

    private static string Network(IPAddress address) => (address.AddressFamily == AddressFamily.InterNetwork ? "ip4:" : "ip6:") + address;

    private static SpfSite Site(string domain, string owner, SpfReason reason, SpfReason reason6) =>
        new SpfSite(domain, Fail).Authorize(owner, SpfTruth.Pass(reason)).Authorize(owner + ":6", SpfTruth.Pass(reason6));

    /// <summary>%{i} or %{ir}: octets of IPv4, nibbles of IPv6.</summary>
    private static string Address(IPAddress address, bool reversed)
    {
        IEnumerable<string> parts = address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString().Split('.')
            : Convert.ToHexStringLower(address.GetAddressBytes()).Select(static nibble => nibble.ToString());
        return string.Join('.', reversed ? parts.Reverse() : parts);
    }

    private static string LastLabels(string name, int count) => string.Join('.', name.Split('.')[^count..]);
}
