using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>check_host of RFC 7208 §4 as a restartable pure function: called again from the start when the answers it asked for are there.</summary>
public static class SpfEvaluator
{
    /// <summary>The verdict, or null after noting the questions it still needs in <paramref name="missing"/>.</summary>
    public static SpfVerdict? Evaluate(in SpfQuery query, IDnsView dns, DnsQuestionSet missing, SpfLimits limits)
    {
        // RFC 7208 §4.3: a malformed domain, or one of a single label, has no result.
        if (query.Domain is not { LabelCount: > 1 } domain || !IsMailDomain(domain))
            return new SpfVerdict(AuthResult.None, SpfReason.DomainMalformed, query.Domain, query.Identity);
        SpfQuery normalized = query with
        {
            Client = query.Client.IsIPv4MappedToIPv6 ? query.Client.MapToIPv4() : query.Client,
            LocalPart = query.LocalPart.Length == 0 ? "postmaster" : query.LocalPart,
        };
        return new SpfCheck(normalized, dns, missing, limits).Run(domain);
    }

    private static bool IsMailDomain(DomainName domain)
    {
        foreach (char c in domain.Value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return false;
        }
        return true;
    }
}
