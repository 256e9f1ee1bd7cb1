using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Senders;

namespace BulkVerify.Engine.Stages;

/// <summary>What the stages of a run share. Safe for all threads.</summary>
internal sealed class StageContext
{
    /// <summary>Rounds of asking for one batch; whatever is missing then counts as not answered in time.</summary>
    public const int MaxRounds = 32;

    private readonly IDnsView _dns;
    private long _lookups;

    public StageContext(EvaluationContext evaluation, EnvelopeOptions envelope, DigestOptions digests, SenderAttributor senders, IDnsView dns)
    {
        Evaluation = evaluation;
        Envelope = envelope;
        Digests = digests;
        Senders = senders;
        _dns = dns;
    }

    public EvaluationContext Evaluation { get; }

    public EnvelopeOptions Envelope { get; }

    public DigestOptions Digests { get; }

    public SenderAttributor Senders { get; }

    /// <summary>True when digests are kept, and with them what their signatures came to.</summary>
    public bool KeepDigests { get; init; }

    /// <summary>Which messages are judged; the others are counted as left out.</summary>
    public MessageChoice Choice { get; init; } = new(null, null, 1);

    /// <summary>Told each message before a stage works on it; tests let a stage fail here. Null in every run.</summary>
    public Action<StageKind, MessageLocator>? Probe { get; init; }

    /// <summary>Messages that meet a temporary error of the DNS are kept to be judged again.</summary>
    public bool KeepsTemporary { get; init; }

    /// <summary>What the batches of the run keep their messages in.</summary>
    public BatchRecordPool Records { get; init; } = new();

    /// <summary>Answers that evaluators took from the DNS view so far.</summary>
    public long Lookups => Volatile.Read(ref _lookups);

    /// <summary>A worker's evaluator.</summary>
    public MessageEvaluator MakeEvaluator() => new(Evaluation, _dns);

    /// <summary>A worker's evaluator for the last round, in which no question stays open.</summary>
    public MessageEvaluator MakeLastEvaluator() => new(Evaluation, new LastRoundView(_dns));

    public void CountLookups(long lookups) => Interlocked.Add(ref _lookups, lookups);

    private sealed class LastRoundView(IDnsView dns) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question) => dns.Find(question) ?? DnsAnswer.Timeout;
    }
}
