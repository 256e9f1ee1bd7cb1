namespace BulkVerify.Evaluation.Dkim;

/// <summary>The vector operations of <see cref="RsaKernel{TLanes, TVector}"/>, one 64-bit lane for each signature.</summary>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Load(ulong* from);

    static abstract void Store(TVector vector, ulong* to);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector And(TVector left, TVector right);

    static abstract TVector ShiftRight(TVector vector, int bits);

    static abstract TVector Broadcast(ulong value);

    /// <summary>Products of the low halves of the lanes.</summary>
    static abstract TVector Multiply(TVector left, TVector right);
}
