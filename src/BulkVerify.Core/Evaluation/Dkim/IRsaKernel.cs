namespace BulkVerify.Evaluation.Dkim;

/// <summary>Montgomery arithmetic on numbers side by side, one in each lane, each with a modulus of its own: digit i of lane l stands at [<see cref="Lanes"/> * i + l].
/// A structure that implements it makes code of its own of the engine that is generic over it.</summary>
/// <typeparam name="TDigit">A digit in memory, of 8 octets.</typeparam>
internal unsafe interface IRsaKernel<TDigit>
    where TDigit : unmanaged
{
    static abstract int Lanes { get; }

    /// <summary>Bits of a digit.</summary>
    static abstract int Radix { get; }

    /// <summary>Most digits of a modulus.</summary>
    static abstract int MaxCount { get; }

    /// <summary>Digits for a modulus of so many bits.</summary>
    static abstract int CountFor(int bits);

    /// <summary>Writes the modulus and R^2 modulo it into a lane; returns -1 / n modulo the radix.</summary>
    static abstract ulong LoadKey(DkimPublicKey key, TDigit* modulus, TDigit* square, int count);

    /// <summary>Writes the digits of a number, each <paramref name="stride"/> after the other.</summary>
    static abstract void Spread(ReadOnlySpan<byte> bigEndian, TDigit* digits, int stride, int count);

    static abstract ulong ValueOf(TDigit digit);

    /// <summary>result = a * b / R modulo n. The result may stand in the place of a or b.</summary>
    /// <param name="inverse">-1 / n modulo the radix, of each lane.</param>
    /// <param name="count">Digits, a multiple of four.</param>
    /// <param name="quotient">Scratch of <paramref name="count"/> digits.</param>
    static abstract void Multiply(TDigit* a, TDigit* b, TDigit* n, ulong* inverse, int count, TDigit* quotient, TDigit* result);

    /// <summary>result = a * a / R modulo n, with half the products. The result may stand in the place of a.</summary>
    /// <param name="twice">Scratch of <paramref name="count"/> digits.</param>
    static abstract void Square(TDigit* a, TDigit* n, ulong* inverse, int count, TDigit* quotient, TDigit* twice, TDigit* result);
}
