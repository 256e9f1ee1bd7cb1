using BulkVerify.Evaluation.Spf;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>Publishes the SPF record of an envelope sub-domain that a company has given to a vendor, in each of the ways that are met.</summary>
internal sealed class DelegatedSpf(ForgeZone zone)
{
    public SpfSite Publish(VendorSite vendor, string domain, string include, SpfForm form)
    {
        switch (form)
        {
            case SpfForm.Alias:
                return Alias(vendor, domain);
            case SpfForm.Include:
                zone.Txt(domain, $"v=spf1 include:{include} -all");
                return Site(vendor, SpfReason.MatchedInclude);
            case SpfForm.Redirect:
                return Redirect(vendor, domain, include);
            case SpfForm.A:
                zone.Txt(domain, $"v=spf1 a:hosts.{domain} -all");
                zone.Addresses("hosts." + domain, vendor.Hosts);
                return Site(vendor, SpfReason.MatchedA);
            case SpfForm.Mx:
                zone.Txt(domain, "v=spf1 mx -all");
                zone.Mx(domain, 10, "mx." + domain);
                zone.Addresses("mx." + domain, vendor.Hosts);
                return Site(vendor, SpfReason.MatchedMx);
            case SpfForm.Exists:
                return Exists(vendor, domain);
            case SpfForm.Ptr:
                zone.Txt(domain, $"v=spf1 ptr:{SpfText.LastLabels(vendor.Hosts[0].Name, 2)} -all");
                return Site(vendor, SpfReason.MatchedPtr);
            case SpfForm.LocalPart:
                zone.Txt(domain, "v=spf1 exists:%{l1r-}._user.%{d} -all");
                zone.A($"{SpfText.EnvelopeUser}._user.{domain}", SpfText.Exists);
                return new SpfSite(SpfTruth.Pass(SpfReason.MatchedExists));
            case SpfForm.Hosted:
                return Hosted(vendor, domain);
            default:
                zone.Txt(domain, $"v=spf1 include:_spf.{domain} -all");
                zone.Txt("_spf." + domain, $"v=spf1 include:_spf2.{domain} ?all");
                zone.Txt("_spf2." + domain, $"v=spf1 include:{include} -all");
                return Site(vendor, SpfReason.MatchedInclude);
        }
    }

    private SpfSite Alias(VendorSite vendor, string domain)
    {
        string target = $"{domain.Replace('.', '-')}.{vendor.BounceDomains[0]}";
        zone.Cname(domain, target);
        zone.Txt(target, $"v=spf1 {vendor.Networks} -all");
        return new SpfSite(SpfTruth.Fail).Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedIp4)).Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(SpfReason.MatchedIp6));
    }

    /// <summary>The record that stands for it decides, with what it says of others.</summary>
    private SpfSite Redirect(VendorSite vendor, string domain, string include)
    {
        zone.Txt(domain, $"v=spf1 redirect={include}");
        SpfReason reason = vendor.Vendor.IncludeByMacro ? SpfReason.MatchedExists : SpfReason.MatchedIp4;
        return new SpfSite(SpfTruth.SoftFail).Authorize(vendor.Vendor.Owner, SpfTruth.Pass(reason)).Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(SpfReason.MatchedIp6));
    }

    private SpfSite Exists(VendorSite vendor, string domain)
    {
        zone.Txt(domain, "v=spf1 exists:%{ir}._ip.%{d2}._of.%{o} -all");
        string lastTwo = SpfText.LastLabels(domain, 2);
        foreach (ClientHost host in vendor.Hosts)
            zone.A($"{SpfText.Macro(host.Address, reversed: true)}._ip.{lastTwo}._of.{domain}", SpfText.Exists);
        return Site(vendor, SpfReason.MatchedExists);
    }

    /// <summary>Of other addresses the name to include does not exist.</summary>
    private SpfSite Hosted(VendorSite vendor, string domain)
    {
        zone.Txt(domain, "v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email -all");
        foreach (ClientHost host in vendor.Hosts)
            zone.Txt($"{SpfText.Macro(host.Address, reversed: false)}._ip.{host.Name}._ehlo.{domain}._spf.vali.email", $"v=spf1 {SpfText.Network(host.Address)} -all");
        return new SpfSite(new SpfTruth(AuthResult.PermError, SpfReason.IncludeOfNone))
            .Authorize(vendor.Vendor.Owner, SpfTruth.Pass(SpfReason.MatchedInclude)).Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(SpfReason.MatchedInclude));
    }

    private static SpfSite Site(VendorSite vendor, SpfReason reason) =>
        new SpfSite(SpfTruth.Fail).Authorize(vendor.Vendor.Owner, SpfTruth.Pass(reason)).Authorize(vendor.Vendor.Owner6, SpfTruth.Pass(reason));
}
