using BulkVerify.Digests;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>The verdicts of one message as far as they are known. Filled by <see cref="MessageEvaluator"/> step by step; owned by one stage at a time.</summary>
public sealed class MessageEvaluation(MessageDigest digest)
{
    public MessageDigest Digest { get; } = digest;

    /// <summary>One for each signature, in header order.</summary>
    public DkimVerdict[] Dkim { get; } = new DkimVerdict[digest.Signatures.Dkim.Count];

    /// <summary>By the rules of <see cref="PastPolicy"/>; null where they are not asked for or concern no signature of the message.</summary>
    public PastVerdicts? Past { get; internal set; }

    public ArcVerdict Arc { get; internal set; } = ArcVerdict.NoSets;

    /// <summary>SPF for the MAIL FROM identity.</summary>
    public SpfVerdict? Spf { get; internal set; }

    /// <summary>SPF for the HELO identity.</summary>
    public SpfVerdict? Helo { get; internal set; }

    /// <summary>Under the rules of the run.</summary>
    public DmarcVerdict? Dmarc { get; internal set; }

    /// <summary>Under RFC 7489, when both rule sets are judged.</summary>
    public DmarcVerdict? Dmarc7489 { get; internal set; }

    /// <summary>Time at which x= was judged, seconds of the Unix epoch; null when nothing tells it.</summary>
    public long? JudgedAt { get; internal set; }

    /// <summary>True when every verdict is there.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>A temporary error of the DNS was met on the way to the verdicts: asked again, they may be others.</summary>
    public bool MetTemporaryError { get; internal set; }

    internal DkimKeySet?[] Keys { get; } = new DkimKeySet?[digest.Signatures.Dkim.Count];

    internal PendingDkimVerdict[] Pending { get; } = new PendingDkimVerdict[digest.Signatures.Dkim.Count];

    internal PendingArcVerdict? PendingArc { get; set; }
}
