using BulkVerify.Claims;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>From a signature to the keys that the DNS gives for it (RFC 6376 §6.1.2 steps 1 to 5). Safe for all threads.</summary>
public sealed class DkimKeyResolver(KeyCache cache)
{
    /// <summary>The keys, or null after noting the question in <paramref name="missing"/>.</summary>
    public DkimKeySet? Resolve(SignatureClaim claim, IDnsView view, DnsQuestionSet missing)
    {
        if (claim.KeyName is not { } name)
            return DkimKeySet.NotFound;
        DnsAnswer? answer = missing.FindOrNote(view, new DnsQuestion(name, DnsRecordType.Txt));
        return answer is null ? null : cache.Get(name, answer);
    }
}
