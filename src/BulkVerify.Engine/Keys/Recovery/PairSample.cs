using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>Neighbours from all over a sequence of any length: every n-th pair, n doubling as the sequence grows. Neighbours went the same way at the same time, so they are altered together
/// or not at all. Copies of a signature are left out: two of them have everything in common.</summary>
internal sealed class PairSample
{
    /// <summary>Pairs kept at most.</summary>
    public const int MaxPairs = 32;

    private readonly List<RecoverableSignature> _kept = [];
    private long _seen;
    private int _stride = 1;

    public IReadOnlyList<RecoverableSignature> Signatures => _kept;

    public void Add(RecoverableSignature signature)
    {
        if (_kept.Exists(k => k.Signature.Span.SequenceEqual(signature.Signature.Span)))
            return;
        long pair = _seen++ / 2;
        if (pair % _stride != 0)
            return;
        if (_kept.Count == 2 * MaxPairs)
            Thin();
        if (pair % _stride == 0)
            _kept.Add(signature);
    }

    private void Thin()
    {
        for (int pair = 1; 2 * pair < _kept.Count; pair++)
            _kept.RemoveRange(2 * pair, Math.Min(2, _kept.Count - (2 * pair)));
        _stride *= 2;
    }
}
