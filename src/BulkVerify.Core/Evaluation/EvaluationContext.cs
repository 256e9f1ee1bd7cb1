using System.Net;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>What all evaluators of a run share: rules, limits, caches. Safe for all threads.</summary>
public sealed class EvaluationContext
{
    /// <summary>Of SPF verdicts and of host names, half of what is kept: some 20,000 and 10,000 of ordinary length.</summary>
    private const long SpfCacheBytes = 8 << 20, HostNameCacheBytes = 2 << 20;

    private readonly BoundedCache<string, DomainName?> _hostNames = new(HostNameCacheBytes, static (host, name) => MemoryCost.Of(host) + MemoryCost.Of(name), StringComparer.Ordinal);

    /// <param name="dkim">Policy for keys and algorithms.</param>
    /// <param name="publicSuffixes">For RFC 7489, and for names of senders.</param>
    /// <param name="rules">Rules that decide a message's DMARC result.</param>
    /// <param name="bothRules">True to judge by RFC 7489 too, beside <paramref name="rules"/>.</param>
    /// <param name="keyring">Keys that the DNS no longer has; null for none.</param>
    public EvaluationContext(DkimVerifierOptions dkim, PublicSuffixRules publicSuffixes, DmarcRules rules = DmarcRules.Rfc9989, bool bothRules = false, DkimKeyring? keyring = null)
    {
        Dkim = new DkimVerifier(dkim, new KeyCache(), keyring);
        Arc = new ArcValidator(Dkim);
        PublicSuffixes = publicSuffixes;
        Domains = new DmarcDomains(rules, publicSuffixes);
        Domains7489 = bothRules ? new DmarcDomains(DmarcRules.Rfc7489, publicSuffixes) : null;
    }

    public DkimVerifier Dkim { get; }

    /// <summary>Signatures by the rules of another day, beside <see cref="Dkim"/>; null to judge by those in force alone.</summary>
    public PastPolicy? Past { get; init; }

    public ArcValidator Arc { get; }

    public PublicSuffixRules PublicSuffixes { get; }

    /// <summary>The domain name of a HELO or host name; null when it is none.</summary>
    public DomainName? NameOf(string host)
    {
        if (host.Length == 0)
            return null;
        return _hostNames.TryGet(host, out DomainName? known) ? known : _hostNames.Add(host, DomainName.TryParse(host.AsSpan()));
    }

    public SpfLimits SpfLimits { get; init; } = SpfLimits.Default;

    /// <summary>Parsed SPF records.</summary>
    public SpfRecordCache SpfRecords { get; } = new();

    /// <summary>Time at which x= is judged, seconds of the Unix epoch; null for the time of receipt.</summary>
    public long? AsOf { get; init; }

    /// <summary>Policies and organizational domains under the rules that decide.</summary>
    public DmarcDomains Domains { get; }

    /// <summary>The same under RFC 7489 when both rule sets are judged; null otherwise.</summary>
    public DmarcDomains? Domains7489 { get; }

    /// <summary>SPF verdicts that hold for every message of the same client and domain.</summary>
    public BoundedCache<(IPAddress Client, DomainName Domain), SpfVerdict> SpfVerdicts { get; } = new(SpfCacheBytes, static (key, verdict) => MemoryCost.Of(key.Domain) + 80 + verdict.Cost);
}
