using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>The signatures of one (d, s) and one length whose key is gone: all are counted, some kept to search with. Filled by one thread, then read-only.</summary>
internal sealed class KeyGroup(int id, DomainName domain, DomainName selector, int length)
{
    private readonly PairSample _intact = new();
    private readonly PairSample _altered = new();

    public int Id => id;

    public DomainName Domain => domain;

    public DomainName Selector => selector;

    /// <summary>Octets of its signatures, and of the modulus.</summary>
    public int Length => length;

    /// <summary>Signatures, copies included.</summary>
    public long Count { get; private set; }

    /// <summary>Those whose body hash matches: their headers are likely to be as signed, too.</summary>
    public long IntactCount { get; private set; }

    /// <summary>Kept signatures in archive order.</summary>
    public IReadOnlyList<RecoverableSignature> Intact => _intact.Signatures;

    public IReadOnlyList<RecoverableSignature> Altered => _altered.Signatures;

    public void Add(RecoverableSignature signature, bool isIntact)
    {
        Count++;
        if (isIntact)
            IntactCount++;
        (isIntact ? _intact : _altered).Add(signature);
    }
}
