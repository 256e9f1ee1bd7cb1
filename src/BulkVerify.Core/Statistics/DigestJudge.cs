using BulkVerify.Claims;
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
    public MessageRow Judge(MessageDigest digest) => End(Begin(digest));

    /// <summary>The row of a profile, with its verdicts alone; null when a signature decides that is only in the digest.</summary>
    /// <param name="profile">See <see cref="KeptDigest.ReadProfile"/>.</param>
    /// <param name="dependsOnSender">True when the row is only that of the sender in <paramref name="profile"/>, as a record asks for it.</param>
    public MessageRow? JudgeProfile(MessageDigest profile, out bool dependsOnSender)
    {
        dependsOnSender = false;
        if (SignaturesTell(profile))
            return null;
        MessageEvaluation message = Begin(profile);
        dependsOnSender = message.Spf!.DependsOnSender;
        // A signature is to be verified with a key that it was not tried with.
        return _checks.KnownCount == _checks.Count ? End(message) : null;
    }

    private MessageEvaluation Begin(MessageDigest digest)
    {
        var message = new MessageEvaluation(digest);
        _evaluator.Prepare(message, _missing);
        _checks.Clear();
        _evaluator.Queue(message, _checks);
        return message;
    }

    private MessageRow End(MessageEvaluation message)
    {
        _verifier.Verify(_checks);
        MessageEvaluator.Complete(message, _checks);
        _evaluator.Judge(message, _missing);
        return _rows.BuildVerdicts(message);
    }

    /// <summary>True when times of the message's own decide on a signature.</summary>
    private bool SignaturesTell(MessageDigest digest)
    {
        foreach (SignatureDigest signature in digest.Signatures.Dkim)
        {
            if (Tells(signature.Claim))
                return true;
        }
        return digest.Signatures.Arc is { } arc && arc.Sets.Any(set => Tells(set.MessageSignature?.Claim) || Tells(set.Seal?.Claim));
    }

    private bool Tells(SignatureClaim? claim) => claim is not null && ((context.AsOf is not null && claim.ExpiresAt is not null) || context.Dkim.HasKeyringKeys(claim.KeyName));

    private sealed class AnswerView(IDnsView dns) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question) => dns.Find(question) ?? DnsAnswer.NotRecorded;
    }
}
