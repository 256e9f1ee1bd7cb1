using BulkVerify.Digests;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>The verdicts of one message as far as they are known. Filled by <see cref="MessageEvaluator"/> step by step; owned by one stage at a time, and with its digest cleared
/// for another message when the last one is done.</summary>
public sealed class MessageEvaluation : IReusable
{
    /// <summary>Signatures whose memory is kept.</summary>
    private const int MaxKeptSignatures = 8;

    private DkimVerdict[] _dkim = [];
    private DkimKeySet?[] _keys = [];
    private PendingDkimVerdict[] _pending = [];

    /// <summary>With a digest of its own, to be filled before <see cref="Begin"/>.</summary>
    public MessageEvaluation()
    {
        Digest = new MessageDigest();
    }

    /// <summary>Of a digest that is there.</summary>
    public MessageEvaluation(MessageDigest digest)
    {
        Digest = digest;
        Begin();
    }

    public MessageDigest Digest { get; }

    /// <summary>One for each signature, in header order.</summary>
    public Span<DkimVerdict> Dkim => _dkim.AsSpan(0, SignatureCount);

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

    internal Span<DkimKeySet?> Keys => _keys.AsSpan(0, SignatureCount);

    internal Span<PendingDkimVerdict> Pending => _pending.AsSpan(0, SignatureCount);

    internal PendingArcVerdict? PendingArc { get; set; }

    private int SignatureCount { get; set; }

    /// <summary>Makes room for the verdicts of the digest's signatures.</summary>
    public void Begin()
    {
        SignatureCount = Digest.Signatures.Dkim.Count;
        if (_dkim.Length >= SignatureCount)
            return;
        _dkim = new DkimVerdict[SignatureCount];
        _keys = new DkimKeySet?[SignatureCount];
        _pending = new PendingDkimVerdict[SignatureCount];
    }

    public void Clear()
    {
        Digest.Clear();
        if (_dkim.Length > MaxKeptSignatures)
            (_dkim, _keys, _pending) = ([], [], []);
        Array.Clear(_dkim);
        Array.Clear(_keys);
        Array.Clear(_pending);
        SignatureCount = 0;
        (Past, Arc, PendingArc) = (null, ArcVerdict.NoSets, null);
        Spf = Helo = null;
        Dmarc = Dmarc7489 = null;
        JudgedAt = null;
        IsComplete = MetTemporaryError = false;
    }
}
