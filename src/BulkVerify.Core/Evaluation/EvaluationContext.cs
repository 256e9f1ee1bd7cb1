using System.Net;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>What all evaluators of a run share: rules, limits, caches. Safe for all threads.</summary>
public sealed class EvaluationContext
{
    private const int SpfCacheSize = 1 << 17;

    public EvaluationContext(DkimVerifierOptions dkim, PublicSuffixRules publicSuffixes)
    {
        Dkim = new DkimVerifier(dkim, new KeyCache());
        Arc = new ArcValidator(Dkim);
        PublicSuffixes = publicSuffixes;
    }

    public DkimVerifier Dkim { get; }

    public ArcValidator Arc { get; }

    public PublicSuffixRules PublicSuffixes { get; }

    public SpfLimits SpfLimits { get; init; } = SpfLimits.Default;

    /// <summary>Parsed SPF records.</summary>
    public SpfRecordCache SpfRecords { get; } = new();

    /// <summary>Rules that decide a message's DMARC result.</summary>
    public DmarcRules Rules { get; init; } = DmarcRules.Rfc9989;

    /// <summary>True to judge by RFC 7489 too, beside <see cref="Rules"/>.</summary>
    public bool BothRules { get; init; }

    /// <summary>Time at which x= is judged, seconds of the Unix epoch; null for the time of receipt.</summary>
    public long? AsOf { get; init; }

    /// <summary>SPF verdicts that hold for every message of the same client and domain.</summary>
    public BoundedCache<(IPAddress Client, DomainName Domain), SpfVerdict> SpfVerdicts { get; } = new(SpfCacheSize);
}
