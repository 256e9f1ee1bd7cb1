using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation.Arc;

/// <summary>
/// Validates the ARC chain of a message in the order of RFC 8617 §5.2: <see cref="Begin"/> until it returns a value, the batch's operations by a
/// <see cref="SignatureBatchVerifier"/>, <see cref="Complete"/>. All signatures of the chain are judged, so that the verdict can tell a broken chain from one
/// whose keys are gone. Immutable, safe for all threads.
/// </summary>
public sealed class ArcValidator(DkimVerifier verifier)
{
    /// <summary>RFC 8617 §4.2.1.</summary>
    public const int MaxSets = 50;

    /// <summary>Judges the structure and queues the operations for the signatures; null after noting the questions for keys in <paramref name="missing"/>.</summary>
    /// <param name="receivedAt">When the message was received, in seconds of the Unix epoch; null when that is not known.</param>
    public PendingArcVerdict? Begin(ArcChainDigest? chain, long? receivedAt, IDnsView view, DnsQuestionSet missing, SignatureCheckBatch batch)
    {
        if (chain is null)
            return new PendingArcVerdict(ArcVerdict.NoSets);
        if (CheckStructure(chain) is { } broken)
            return new PendingArcVerdict(broken);
        IReadOnlyList<ArcSetDigest> sets = chain.Sets;
        var keys = new DkimKeySet?[2 * sets.Count];
        bool complete = true;
        for (int i = 0; i < sets.Count; i++)
        {
            keys[2 * i] = verifier.Resolve(sets[i].MessageSignature!.Claim, receivedAt, view, missing);
            keys[2 * i + 1] = verifier.Resolve(sets[i].Seal!.Claim, receivedAt, view, missing);
            complete &= keys[2 * i] is not null && keys[2 * i + 1] is not null;
        }
        if (!complete)
            return null;
        var pending = new PendingArcVerdict(sets);
        for (int i = 0; i < sets.Count; i++)
        {
            pending.MessageSignatures[i] = verifier.Begin(sets[i].MessageSignature!, keys[2 * i]!, receivedAt, batch);
            pending.Seals[i] = verifier.Begin(sets[i].Seal!, keys[2 * i + 1]!, receivedAt, batch);
        }
        return pending;
    }

    /// <summary>The verdict, once the operations of the batch are done.</summary>
    public static ArcVerdict Complete(PendingArcVerdict pending, SignatureCheckBatch batch)
    {
        if (pending.Decided is { } decided)
            return decided;
        var sets = new ArcSetVerdict[pending.Sets.Count];
        for (int i = 0; i < sets.Length; i++)
        {
            SignatureClaim seal = pending.Sets[i].Seal!.Claim;
            sets[i] = new ArcSetVerdict(
                pending.Sets[i].Instance, seal.ChainValidation, seal.Domain, seal.Selector,
                DkimVerifier.Complete(pending.MessageSignatures[i], batch), DkimVerifier.Complete(pending.Seals[i], batch));
        }
        (ArcReason reason, int instance) = Judge(sets);
        return new ArcVerdict { Reason = reason, FailedInstance = instance, OldestPass = OldestPass(sets), Sets = sets };
    }

    /// <summary>All steps for one message, for callers that have one: null after noting questions in <paramref name="missing"/>.</summary>
    public ArcVerdict? Validate(ArcChainDigest? chain, long? receivedAt, IDnsView view, DnsQuestionSet missing)
    {
        var batch = new SignatureCheckBatch();
        if (Begin(chain, receivedAt, view, missing, batch) is not { } pending)
            return null;
        SignatureBatchVerifier.OfThread.Verify(batch);
        return Complete(pending, batch);
    }

    private static ArcVerdict? CheckStructure(ArcChainDigest chain)
    {
        IReadOnlyList<ArcSetDigest> sets = chain.Sets;
        // RFC 8617 §5.2 step 1
        if (sets.Count > MaxSets || chain.Structure == ArcStructure.TooManySets)
            return new ArcVerdict { Reason = ArcReason.TooManySets };
        // RFC 8617 §5.2 step 2
        if (sets.Count > 0 && sets[^1].Seal?.Claim.ChainValidation == ArcChainValidation.Fail)
            return new ArcVerdict { Reason = ArcReason.SealedAsFailed, FailedInstance = sets[^1].Instance };
        // RFC 8617 §5.2 step 3 A and B
        ArcReason? structure = chain.Structure switch
        {
            ArcStructure.BadInstance => ArcReason.BadInstance,
            ArcStructure.RepeatedField => ArcReason.RepeatedField,
            ArcStructure.IncompleteSet => ArcReason.IncompleteSet,
            _ => null,
        };
        if (structure is { } broken)
            return new ArcVerdict { Reason = broken };
        for (int i = 0; i < sets.Count; i++)
        {
            // RFC 8617 §5.2 step 3 C
            ArcChainValidation expected = i == 0 ? ArcChainValidation.None : ArcChainValidation.Pass;
            if (sets[i].Seal!.Claim.ChainValidation != expected)
                return new ArcVerdict { Reason = ArcReason.BadChainValidation, FailedInstance = i + 1 };
        }
        return sets.Count == 0 ? ArcVerdict.NoSets : null;
    }

    // The first certain fault in the order of §5.2 counts; without one, the first doubt.
    private static (ArcReason Reason, int Instance) Judge(ArcSetVerdict[] sets)
    {
        // RFC 8617 §5.2 step 4
        (ArcReason Reason, int Instance) found = (ArcReasons.Of(sets[^1].MessageSignature, isSeal: false), sets.Length);
        if (found.Reason != ArcReason.Verified && !found.Reason.IsUnverifiable())
            return found;
        // RFC 8617 §5.2 step 6
        for (int i = sets.Length - 1; i >= 0; i--)
        {
            ArcReason reason = ArcReasons.Of(sets[i].Seal, isSeal: true);
            if (reason == ArcReason.Verified)
                continue;
            if (!reason.IsUnverifiable())
                return (reason, i + 1);
            if (found.Reason == ArcReason.Verified)
                found = (reason, i + 1);
        }
        return found.Reason == ArcReason.Verified ? (ArcReason.Verified, 0) : found;
    }

    // RFC 8617 §5.2 step 5
    private static int? OldestPass(ArcSetVerdict[] sets)
    {
        int instance = sets.Length;
        while (instance > 0 && sets[instance - 1].MessageSignature.Result == AuthResult.Pass)
            instance--;
        return instance == 0 ? 0 : instance == sets.Length ? null : instance + 1;
    }
}
