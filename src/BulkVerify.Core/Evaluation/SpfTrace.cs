using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>The names that the SPF check of a message asks for: where the answers at none of them change, its verdict stays. Exact where the tree of records depends on the message. Not thread-safe.</summary>
/// <param name="context">Limits, and records that were parsed.</param>
/// <param name="dns">Has an answer to every question; where it has none, nothing is known.</param>
public sealed class SpfTrace(EvaluationContext context, IDnsView dns)
{
    private readonly TracingView _view = new(dns);
    private readonly DnsQuestionSet _missing = new();

    /// <summary>Names asked for the message that was traced last, with those that they are aliases of.</summary>
    public IReadOnlySet<DomainName> Names => _view.Names;

    /// <summary>Checks the MAIL FROM of a message.</summary>
    /// <returns>False when other messages of the same client and domain may ask for other names.</returns>
    public bool Run(MessageDigest digest)
    {
        _view.Names.Clear();
        SpfVerdict? verdict = SpfEvaluator.Evaluate(MessageEvaluator.MailFromQuery(digest.Claims.Envelope, context), _view, _missing, context.SpfLimits, context.SpfRecords);
        return verdict is { DependsOnSender: false };
    }

    private sealed class TracingView(IDnsView below) : IDnsView
    {
        public HashSet<DomainName> Names { get; } = [];

        public DnsAnswer? Find(in DnsQuestion question)
        {
            DnsAnswer answer = below.Find(question) ?? DnsAnswer.NotRecorded;
            Names.Add(question.Name);
            Names.UnionWith(answer.Aliases);
            return answer;
        }
    }
}
