using System.Net;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Worlds;

/// <summary>Publishes SPF records that pass nobody, each for another reason.</summary>
internal sealed class FaultySpf(ForgeZone zone)
{
    /// <summary>An address of nobody.</summary>
    private const string Nobody = "203.0.113.251";

    /// <summary>One more than RFC 7208 §4.6.4 allows: of look-ups, and of hosts of an mx term.</summary>
    private const int TooMany = 11;

    public SpfSite Publish(string domain, SpfFault fault)
    {
        switch (fault)
        {
            case SpfFault.TooManyLookups:
                zone.Txt(domain, $"v=spf1 include:_s1.{domain} -all");
                for (int i = 1; i <= TooMany; i++)
                    zone.Txt($"_s{i}.{domain}", i < TooMany ? $"v=spf1 include:_s{i + 1}.{domain} ?all" : "v=spf1 ?all");
                break;
            case SpfFault.TooManyMxHosts:
                zone.Txt(domain, "v=spf1 mx -all");
                for (int i = 1; i <= TooMany; i++)
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
            case SpfFault.NoDomain or SpfFault.DomainMalformed:
                break;
            default:
                zone.Txt(domain, "v=spf1 " + TermsOf(fault, domain));
                break;
        }
        return new SpfSite(TruthOf(fault));
    }

    private static string TermsOf(SpfFault fault, string domain) => fault switch
    {
        SpfFault.NotAuthorized => $"ip4:{Nobody} -all",
        SpfFault.NotAuthorizedSoft => $"ip4:{Nobody} ~all",
        SpfFault.NotAuthorizedNeutral => $"ip4:{Nobody} ?all",
        SpfFault.NoMatch => $"ip4:{Nobody} ip6:2001:db8:fffe::/48",
        SpfFault.UnknownMechanism => $"ip4:{Nobody} inclued:sendgrid.net -all",
        SpfFault.BadNetwork => "+all ip4:192.0.2.0/33",
        SpfFault.BadMacro => "exists:%{z}.%{d} -all",
        SpfFault.TooManyVoidLookups => $"a:no1.{domain} a:no2.{domain} a:no3.{domain} +all",
        SpfFault.IncludeOfNone => $"include:none.{domain} +all",
        _ => $"redirect=none.{domain}",
    };

    private static SpfTruth TruthOf(SpfFault fault) => fault switch
    {
        SpfFault.NotAuthorized => SpfTruth.Fail,
        SpfFault.NotAuthorizedSoft => SpfTruth.SoftFail,
        SpfFault.NotAuthorizedNeutral => SpfTruth.Neutral,
        SpfFault.NoMatch => new SpfTruth(AuthResult.Neutral, SpfReason.NoMatch),
        SpfFault.UnknownMechanism or SpfFault.BadNetwork or SpfFault.BadMacro => new SpfTruth(AuthResult.PermError, SpfReason.SyntaxError),
        SpfFault.ServFail or SpfFault.IncludeServFail => new SpfTruth(AuthResult.TempError, SpfReason.DnsServFail),
        SpfFault.Timeout => new SpfTruth(AuthResult.TempError, SpfReason.DnsTimeout),
        SpfFault.NoRecord or SpfFault.NoDomain => SpfTruth.NoRecord,
        SpfFault.DomainMalformed => new SpfTruth(AuthResult.None, SpfReason.DomainMalformed),
        // The other faults bear the names of their reasons.
        _ => new SpfTruth(AuthResult.PermError, Enum.Parse<SpfReason>(fault.ToString())),
    };
}
