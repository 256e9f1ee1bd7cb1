using System.Net.Sockets;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>Publishes the SPF records of vendors, companies and hosts, and says what they give.</summary>
internal sealed class SpfPublisher(ForgeZone zone)
{
    /// <summary>A record of the vendor's own, and its site.</summary>
    public SpfSite VendorSite(VendorSite vendor, string domain)
    {
        if (vendor.Vendor.IncludeByMacro)
        {
            string below = "_spf." + domain;
            zone.Txt(domain, $"v=spf1 exists:%{{i}}.{below} ~all");
            foreach (ClientHost host in vendor.Hosts)
                zone.A($"{SpfText.Macro(host.Address, reversed: false)}.{below}", SpfText.Exists);
            return new SpfSite(SpfTruth.SoftFail).Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedExists));
        }
        zone.Txt(domain, $"v=spf1 {vendor.Networks} ~all");
        return new SpfSite(SpfTruth.SoftFail)
            .Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedIp4))
            .Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(SpfReason.MatchedIp6));
    }

    /// <summary>The company's own record: its hosts in one of six ways, and the vendors that may use its domain.</summary>
    public SpfSite Main(Company company, IReadOnlyList<ClientHost> hosts, IReadOnlyList<(VendorSite Vendor, string Include)> vendors)
    {
        string domain = company.Home;
        (string own, SpfReason reason) = OwnHosts(company, hosts);
        string includes = string.Concat(vendors.Select(static vendor => $" include:{vendor.Include}"));
        string all = (company.Index % 3) switch { 0 => "-all", 1 => "~all", _ => "?all" };
        SpfTruth otherwise = (company.Index % 3) switch { 0 => SpfTruth.Fail, 1 => SpfTruth.SoftFail, _ => SpfTruth.Neutral };
        if (company.Index % 6 == 3)
        {
            zone.Txt(domain, $"v=spf1 redirect=_spf.{domain}");
            zone.Txt("_spf." + domain, $"v=spf1 {own}{includes} {all}");
        }
        else
        {
            zone.Txt(domain, $"v=spf1 {own}{includes} {all}");
        }
        SpfSite site = new SpfSite(otherwise).Authorize(company.Owner, SpfTruth.Pass(reason));
        foreach ((VendorSite vendor, string _) in vendors)
            site.Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedInclude)).Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(SpfReason.MatchedInclude));
        return site;
    }

    /// <summary>A host whose HELO name is authorized by itself.</summary>
    public SpfSite Host(ClientHost host)
    {
        zone.Txt(host.Name, "v=spf1 a -all");
        return new SpfSite(SpfTruth.Fail).Authorize(host.Owner, SpfTruth.Pass(SpfReason.MatchedA));
    }

    private (string Terms, SpfReason Reason) OwnHosts(Company company, IReadOnlyList<ClientHost> hosts)
    {
        string domain = company.Home;
        switch (company.Index % 6)
        {
            case 1:
                zone.Addresses("hosts." + company.Base, hosts);
                return ("a:hosts." + company.Base, SpfReason.MatchedA);
            case 2:
                zone.Mx(domain, 10, "mx." + company.Base);
                zone.Addresses("mx." + company.Base, hosts);
                return ("mx", SpfReason.MatchedMx);
            case 4:
                foreach (ClientHost host in hosts)
                    zone.A($"{SpfText.Macro(host.Address, reversed: false)}._h.{domain}", SpfText.Exists);
                return ("exists:%{i}._h." + domain, SpfReason.MatchedExists);
            default:
                return (string.Join(' ', hosts.Select(static host => SpfText.Network(host.Address))), hosts[0].Address.AddressFamily == AddressFamily.InterNetwork ? SpfReason.MatchedIp4 : SpfReason.MatchedIp6);
        }
    }
}
