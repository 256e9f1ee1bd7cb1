using System.Net;
using System.Net.Sockets;
using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>check_host of RFC 7208 §4 as a restartable pure function: called again from the start when the answers it asked for are there.</summary>
public static class SpfEvaluator
{
    /// <summary>The verdict, or null after noting the questions it still needs in <paramref name="missing"/>. Questions of later terms are noted along with them.</summary>
    /// <param name="query">Who sent what from where.</param>
    /// <param name="dns">The answers known so far.</param>
    /// <param name="missing">Gets questions only when the result is null.</param>
    /// <param name="limits">The processing limits.</param>
    /// <param name="records">Parsed records shared by all checks; null to parse anew.</param>
    public static SpfVerdict? Evaluate(in SpfQuery query, IDnsView dns, DnsQuestionSet missing, SpfLimits limits, SpfRecordCache? records = null)
    {
        if (query.Client is not { } client)
            return SpfVerdict.NoClientAddress(query.Domain, query.Identity);
        if (query.Domain is not { } domain || !IsMailDomain(domain))
            return new SpfVerdict(AuthResult.None, SpfReason.DomainMalformed, query.Domain, query.Identity);
        SpfQuery normalized = query with
        {
            Client = Plain(client),
            LocalPart = string.IsNullOrEmpty(query.LocalPart) ? "postmaster" : RightMost(query.LocalPart),
            Helo = HeloOf(query.Helo ?? ""),
        };
        return new SpfCheck(normalized, new SpfLookups(normalized.Client, dns, missing, limits, records)).Run(domain);
    }

    /// <summary>RFC 7208 §4.3: several labels, as a mail domain has them; an address without its brackets is no domain either.</summary>
    private static bool IsMailDomain(DomainName domain)
    {
        if (domain.LabelCount < 2 || !domain.HasMailCharacters)
            return false;
        return domain.Value.AsSpan(domain.Value.LastIndexOf('.') + 1).ContainsAnyExceptInRange('0', '9');
    }

    // RFC 7208 §5: an IPv4-mapped address is the IPv4 address. The scope of an interface means nothing elsewhere.
    private static IPAddress Plain(IPAddress client)
    {
        if (client.IsIPv4MappedToIPv6)
            return client.MapToIPv4();
        return client.AddressFamily == AddressFamily.InterNetworkV6 && client.ScopeId != 0 ? new IPAddress(client.GetAddressBytes()) : client;
    }

    // RFC 8616 §4: macros see A-labels.
    private static string HeloOf(string helo)
    {
        string text = RightMost(helo);
        return Ascii.IsValid(text) ? text : DomainName.TryParse(text.AsSpan())?.Value ?? text;
    }

    private static string RightMost(string text) => text.Length <= SpfQuery.MaxText ? text : text[^SpfQuery.MaxText..];
}
