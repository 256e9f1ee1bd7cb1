using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Four signatures at a time, with integers in AVX2.</summary>
internal sealed unsafe class Avx2RsaEngine : VectorRsaEngine
{
    private const int Lanes = Avx2RsaKernel.Lanes;

    // 65537 = 2^16 + 1
    private const int Squarings = 16;

    private readonly ulong[] _memory;
    private readonly ulong* _modulus, _signature, _power, _quotient, _twice, _digits;
    private readonly ulong* _inverse;

    public Avx2RsaEngine(int least, IRsaEngine remainder)
        : base(Lanes, least, remainder, RsaDigits28.MaxCount)
    {
        const int Number = RsaDigits28.MaxCount * Lanes;
        // A lane more than all together, to begin at the address of a whole vector.
        _memory = GC.AllocateArray<ulong>(5 * Number + Lanes + RsaDigits28.MaxCount + Lanes, pinned: true);
        ulong* start = (ulong*)Unsafe.AsPointer(ref _memory[0]);
        while ((nuint)start % (Lanes * sizeof(ulong)) != 0)
            start++;
        _modulus = start;
        _signature = _modulus + Number;
        _power = _signature + Number;
        _quotient = _power + Number;
        _twice = _quotient + Number;
        _inverse = _twice + Number;
        _digits = _inverse + Lanes;
    }

    protected override int CountFor(int bits) => RsaDigits28.CountFor(bits);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Load(in SignatureCheck check, int lane, int count)
    {
        RsaDigits28 digits = check.Key.Digits28;
        ReadOnlySpan<uint> modulus = digits.Modulus.AsSpan(0, count), square = digits.MontgomerySquare.AsSpan(0, count);
        _inverse[lane] = digits.NegativeInverse;
        for (int i = 0; i < count; i++)
        {
            _modulus[(i * Lanes) + lane] = modulus[i];
            _power[(i * Lanes) + lane] = square[i];
        }
        RsaDigits28.Spread(check.Signature.Span, _signature + lane, Lanes, count);
    }

    // power = signature^65537 modulo the modulus, below twice the modulus.
    protected override void Power(int count)
    {
        Avx2RsaKernel.Multiply(_signature, _power, _modulus, _inverse, count, _quotient, _power);
        for (int i = 0; i < Squarings; i++)
            Avx2RsaKernel.Square(_power, _modulus, _inverse, count, _quotient, _twice, _power);
        Avx2RsaKernel.Multiply(_power, _signature, _modulus, _inverse, count, _quotient, _power);
    }

    // RFC 8017 §8.2.2 steps 3 and 4: the whole block is compared.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool IsExpected(in SignatureCheck check, int lane, int count)
    {
        Span<byte> block = stackalloc byte[RsaDigits28.MaxCount * RsaDigits28.Radix / 8];
        block = block[..check.Key.Material.Length];
        if (!Pkcs1Encoding.TryEncode(check.Hash.Span, block))
            return false;
        RsaDigits28.Spread(block, _digits, 1, count);
        ulong difference = 0, differenceAbove = 0, carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong found = _power[(i * Lanes) + lane], expected = _digits[i];
            difference |= found ^ expected;
            carry += expected + _modulus[(i * Lanes) + lane];
            differenceAbove |= found ^ (carry & ((1ul << RsaDigits28.Radix) - 1));
            carry >>= RsaDigits28.Radix;
        }
        return difference == 0 || differenceAbove == 0;
    }

    /// <summary>The power that one lane of a full group comes to: for tests.</summary>
    internal System.Numerics.BigInteger PowerForTest(ReadOnlySpan<SignatureCheck> group, int lane)
    {
        int count = CountFor(group[0].Key.Bits);
        for (int i = 0; i < Lanes; i++)
            Load(group[i], i, count);
        Power(count);
        System.Numerics.BigInteger number = 0;
        for (int i = count - 1; i >= 0; i--)
            number = (number << RsaDigits28.Radix) + _power[(i * Lanes) + lane];
        return number;
    }
}
