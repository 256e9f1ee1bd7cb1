namespace BulkVerify.Evaluation.Dkim;

/// <summary>Public-key operations of many signatures and messages, to be done together. Not thread-safe; its arrays are kept between uses.</summary>
public sealed class SignatureCheckBatch
{
    private SignatureCheck[] _checks = new SignatureCheck[64];
    private bool[] _valid = new bool[64];
    private bool[] _known = new bool[64];

    public int Count { get; private set; }

    /// <summary>Operations whose outcome was known when they were added.</summary>
    public int KnownCount { get; private set; }

    /// <summary>Queues one operation and returns its place, valid until <see cref="Clear"/>.</summary>
    /// <param name="check">The operation.</param>
    /// <param name="known">Its outcome where it need not be done; null where it has to be.</param>
    public int Add(in SignatureCheck check, bool? known = null)
    {
        if (Count == _checks.Length)
        {
            Array.Resize(ref _checks, 2 * Count);
            Array.Resize(ref _valid, 2 * Count);
            Array.Resize(ref _known, 2 * Count);
        }
        _checks[Count] = check;
        _valid[Count] = known ?? false;
        _known[Count] = known is not null;
        KnownCount += known is null ? 0 : 1;
        return Count++;
    }

    public ref readonly SignatureCheck this[int index] => ref _checks.AsSpan(0, Count)[index];

    /// <summary>True when the operation at this place was done and the signature is good.</summary>
    public bool IsValid(int index) => _valid.AsSpan(0, Count)[index];

    internal bool IsKnown(int index) => _known.AsSpan(0, Count)[index];

    /// <summary>Forgets all operations and what they refer to.</summary>
    public void Clear()
    {
        Array.Clear(_checks, 0, Count);
        Count = 0;
        KnownCount = 0;
    }

    internal ReadOnlySpan<SignatureCheck> Checks => _checks.AsSpan(0, Count);

    internal Span<bool> Outcomes => _valid.AsSpan(0, Count);
}
