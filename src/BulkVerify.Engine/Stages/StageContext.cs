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

    private readonly MessageEvaluator _evaluator;
    private readonly MessageEvaluator _lastEvaluator;

    public StageContext(EvaluationContext evaluation, EnvelopeOptions envelope, DigestOptions digests, SenderAttributor senders, IDnsView dns)
    {
        Evaluation = evaluation;
        Envelope = envelope;
        Digests = digests;
        Senders = senders;
        _evaluator = new MessageEvaluator(evaluation, dns);
        _lastEvaluator = new MessageEvaluator(evaluation, new LastRoundView(dns));
    }

    public EvaluationContext Evaluation { get; }

    public EnvelopeOptions Envelope { get; }

    public DigestOptions Digests { get; }

    public SenderAttributor Senders { get; }

    /// <summary>True when digests are kept, and with them what their signatures came to.</summary>
    public bool KeepDigests { get; init; }

    /// <summary>Told each message before a stage works on it; tests let a stage fail here. Null in every run.</summary>
    public Action<StageKind, MessageLocator>? Probe { get; init; }

    /// <summary>The evaluator of a round: in the last one no question stays open.</summary>
    public MessageEvaluator Evaluator(int round) => round < MaxRounds ? _evaluator : _lastEvaluator;

    private sealed class LastRoundView(IDnsView dns) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question) => dns.Find(question) ?? DnsAnswer.Timeout;
    }
}
