using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>Searches the keys of one group: pivots from all over it, one after the other. One per thread.</summary>
internal sealed class GroupSearch(RecoveryOptions options, TimeProvider time)
{
    /// <summary>Keys of one selector that are looked for.</summary>
    private const int MaxKeys = 4;

    /// <summary>Unaltered signatures that a key must leave unexplained before another one is looked for.</summary>
    private const int LeastForAnother = 4;

    private readonly SignatureBatchVerifier _verifier = new();

    /// <summary>The keys that at least two signatures agree with, and what the search came to.</summary>
    public (IReadOnlyList<RecoveredKey> Keys, GroupResult Result) Search(KeyGroup group, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        GmpLibrary.ResetPeak();
        var keys = new List<RecoveredKey>();
        int attempts = 0;
        List<RecoverableSignature> open = [.. group.Intact.Count >= 2 ? group.Intact : [.. group.Intact, .. group.Altered]];
        RecoverableSignature[] all = [.. group.Intact, .. group.Altered];
        while (keys.Count < MaxKeys && open.Count >= (keys.Count == 0 ? 2 : LeastForAnother))
        {
            // After a key the rest is mostly altered mail: one more pivot is worth its time.
            RecoveredKey? found = FindOne(group, open, all, keys.Count == 0 ? options.Attempts : 1, ref attempts, cancellation);
            if (found is null)
                break;
            keys.Add(found);
            bool[] agrees = Agreeing(found, open);
            open = [.. open.Where((_, i) => !agrees[i])];
        }
        return (keys, new GroupResult(group.Domain, group.Selector, 8 * group.Length, group.Count, group.IntactCount, keys.Count, attempts, time.GetElapsedTime(started), GmpLibrary.PeakBytes));
    }

    private RecoveredKey? FindOne(
        KeyGroup group, List<RecoverableSignature> open, RecoverableSignature[] all, int limit, ref int attempts, CancellationToken cancellation)
    {
        int[] order = [.. Spread(open.Count)];
        // A pivot meets all others of a small group: the last one has met them all before.
        if (open.Count <= ModulusSearch.MaxPartners)
            limit = Math.Min(limit, open.Count - 1);
        foreach (RsaExponent exponent in (ReadOnlySpan<RsaExponent>)[RsaExponent.Three, RsaExponent.Usual])
        {
            var search = new ModulusSearch(exponent);
            foreach (int pivot in order.Take(limit))
            {
                cancellation.ThrowIfCancellationRequested();
                if (exponent == RsaExponent.Usual)
                    attempts++;
                byte[]? modulus = search.Find(open[pivot], [.. Partners(pivot, order, open.Count).Select(i => open[i])], all);
                if (modulus is not null && RecoveredKey.TryMake(group, modulus, exponent) is { } key && Agreeing(key, all).Count(a => a) >= 2)
                    return key;
            }
        }
        return null;
    }

    /// <summary>Which of the signatures the key verifies.</summary>
    private bool[] Agreeing(RecoveredKey key, IReadOnlyList<RecoverableSignature> signatures)
    {
        var batch = new SignatureCheckBatch();
        foreach (RecoverableSignature signature in signatures)
            batch.Add(new SignatureCheck(key.Record, signature.Hash, signature.Signature));
        _verifier.Verify(batch);
        return [.. Enumerable.Range(0, signatures.Count).Select(batch.IsValid)];
    }

    /// <summary>Neighbours first, which were altered as the pivot was, then others from all over.</summary>
    private static IEnumerable<int> Partners(int pivot, int[] order, int count)
    {
        IEnumerable<int> near = new[] { pivot + 1, pivot - 1 }.Where(i => i >= 0 && i < count);
        return near.Concat(order).Where(i => i != pivot).Distinct().Take(ModulusSearch.MaxPartners);
    }

    /// <summary>0, the last, the middle, the quarters, and so on: every index once.</summary>
    internal static IEnumerable<int> Spread(int count)
    {
        var seen = new HashSet<int>();
        if (count > 0 && seen.Add(0))
            yield return 0;
        if (count > 1 && seen.Add(count - 1))
            yield return count - 1;
        for (int parts = 2; seen.Count < count; parts *= 2)
        {
            for (int i = 1; i < parts; i += 2)
            {
                int index = (int)((long)count * i / parts);
                if (seen.Add(index))
                    yield return index;
            }
        }
    }
}
