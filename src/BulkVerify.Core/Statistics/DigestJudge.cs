using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Senders;

namespace BulkVerify.Statistics;

/// <summary>Judges kept digests again: signatures whose key is one that was tried before keep their outcome. One per worker: not thread-safe.</summary>
/// <param name="context">Rules, limits and caches; of these records and no others.</param>
/// <param name="dns">Has an answer to every question; where it has none, nothing is known.</param>
/// <param name="senders">Names no sender here; rows need it.</param>
public sealed class DigestJudge(EvaluationContext context, IDnsView dns, SenderAttributor senders)
{
    private readonly MessageEvaluator _evaluator = new(context, new AnswerView(dns));
    private readonly RowBuilder _rows = new(context, senders);
    private readonly SignatureCheckBatch _checks = new();
    private readonly SignatureBatchVerifier _verifier = new();
    private readonly DnsQuestionSet _missing = new();

    /// <summary>The row of the message, without its sender.</summary>
    public MessageRow Judge(MessageDigest digest)
    {
        var message = new MessageEvaluation(digest);
        _evaluator.Prepare(message, _missing);
        _checks.Clear();
        _evaluator.Queue(message, _checks);
        _verifier.Verify(_checks);
        MessageEvaluator.Complete(message, _checks);
        _evaluator.Judge(message, _missing);
        return _rows.BuildVerdicts(message);
    }

    private sealed class AnswerView(IDnsView dns) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question) => dns.Find(question) ?? DnsAnswer.NotRecorded;
    }
}
