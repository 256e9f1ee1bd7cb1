using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation;

/// <summary>The verdicts of one message by the rules of <see cref="PastPolicy"/>, made in the steps of <see cref="MessageEvaluator"/>.</summary>
public sealed class PastVerdicts
{
    private readonly DkimKeySet?[] _keys;
    private readonly PendingDkimVerdict?[] _pending;
    private readonly DkimVerdict?[] _verdicts;

    private PastVerdicts(int count)
    {
        _keys = new DkimKeySet?[count];
        _pending = new PendingDkimVerdict?[count];
        _verdicts = new DkimVerdict?[count];
    }

    /// <summary>Of the signature at this place; null where those rules say nothing else.</summary>
    public DkimVerdict? this[int index] => _verdicts[index];

    /// <summary>True when all keys are known; otherwise the questions are in <paramref name="missing"/>. Makes <paramref name="past"/> when a signature is concerned.</summary>
    internal static bool Prepare(PastPolicy policy, ref PastVerdicts? past, IReadOnlyList<SignatureDigest> signatures, long? judgedAt, IDnsView dns, DnsQuestionSet missing)
    {
        bool known = true;
        for (int i = 0; i < signatures.Count; i++)
        {
            if (!policy.Concerns(signatures[i].Claim, judgedAt))
                continue;
            past ??= new PastVerdicts(signatures.Count);
            past._keys[i] ??= policy.Verifier.Resolve(signatures[i].Claim, judgedAt, dns, missing);
            known &= past._keys[i] is not null;
        }
        return known;
    }

    internal void Queue(PastPolicy policy, IReadOnlyList<SignatureDigest> signatures, long? judgedAt, SignatureCheckBatch batch)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] is { } keys)
                _pending[i] = policy.Verifier.Begin(signatures[i], keys, judgedAt, batch);
        }
    }

    internal void Complete(SignatureCheckBatch batch)
    {
        for (int i = 0; i < _pending.Length; i++)
            _verdicts[i] = _pending[i] is { } pending ? DkimVerifier.Complete(pending, batch) : null;
    }
}
