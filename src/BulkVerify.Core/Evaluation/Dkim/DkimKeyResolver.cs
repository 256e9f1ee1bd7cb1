using BulkVerify.Claims;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>From a signature to the keys that the DNS gives for it (RFC 6376 §6.1.2 steps 1 to 5). Safe for all threads.</summary>
public sealed class DkimKeyResolver(KeyCache cache, DkimKeyring keyring)
{
    /// <summary>The keys, those of the keyring behind those of the DNS, or null after noting the question in <paramref name="missing"/>.</summary>
    /// <param name="receivedAt">Time at which intervals of the keyring are judged, in seconds of the Unix epoch; null when not known.</param>
    public DkimKeySet? Resolve(SignatureClaim claim, long? receivedAt, IDnsView view, DnsQuestionSet missing)
    {
        if (claim.KeyName is not { } name)
            return DkimKeySet.NotFound;
        DnsAnswer? answer = missing.FindOrNote(view, new DnsQuestion(name, DnsRecordType.Txt));
        if (answer is null)
            return null;
        DkimKeySet published = cache.Get(name, answer);
        return keyring.IsEmpty ? published : keyring.Complete(published, name, receivedAt);
    }
}
