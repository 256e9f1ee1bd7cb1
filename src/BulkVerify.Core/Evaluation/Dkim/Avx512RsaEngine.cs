using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Eight signatures at a time, with the products of doubles in AVX-512.</summary>
internal sealed unsafe class Avx512RsaEngine : VectorRsaEngine
{
    private const int Lanes = Avx512RsaKernel.Lanes;

    // 65537 = 2^16 + 1
    private const int Squarings = 16;

    private readonly double[] _memory;
    private readonly double* _modulus, _signature, _power, _quotient, _digits;
    private readonly ulong* _inverse;

    public Avx512RsaEngine(int least, IRsaEngine remainder)
        : base(Lanes, least, remainder, RsaDigits52.MaxCount)
    {
        const int Number = RsaDigits52.MaxCount * Lanes;
        // A lane more than all together, to begin at the address of a whole vector.
        _memory = GC.AllocateArray<double>(4 * Number + Lanes + RsaDigits52.MaxCount + Lanes, pinned: true);
        double* start = (double*)Unsafe.AsPointer(ref _memory[0]);
        while ((nuint)start % (Lanes * sizeof(double)) != 0)
            start++;
        _modulus = start;
        _signature = _modulus + Number;
        _power = _signature + Number;
        _quotient = _power + Number;
        _inverse = (ulong*)(_quotient + Number);
        _digits = (double*)(_inverse + Lanes);
    }

    protected override int CountFor(int bits) => RsaDigits52.CountFor(bits);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Load(in SignatureCheck check, int lane, int count)
    {
        RsaDigits52 digits = check.Key.Digits52;
        ReadOnlySpan<double> modulus = digits.Modulus.AsSpan(0, count), square = digits.MontgomerySquare.AsSpan(0, count);
        _inverse[lane] = digits.NegativeInverse;
        for (int i = 0; i < count; i++)
        {
            _modulus[(i * Lanes) + lane] = modulus[i];
            _power[(i * Lanes) + lane] = square[i];
        }
        RsaDigits52.Spread(check.Signature.Span, _signature + lane, Lanes, count);
    }

    // power = signature^65537 modulo the modulus, below twice the modulus.
    protected override void Power(int count)
    {
        Avx512RsaKernel.Multiply(_signature, _power, _modulus, _inverse, count, _quotient, _power);
        for (int i = 0; i < Squarings; i++)
            Avx512RsaKernel.Square(_power, _modulus, _inverse, count, _quotient, _power);
        Avx512RsaKernel.Multiply(_power, _signature, _modulus, _inverse, count, _quotient, _power);
    }

    // RFC 8017 §8.2.2 steps 3 and 4: the whole block is compared.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool IsExpected(in SignatureCheck check, int lane, int count)
    {
        Span<byte> block = stackalloc byte[RsaDigits52.MaxCount * RsaDigits52.Radix / 8];
        block = block[..check.Key.Material.Length];
        if (!Pkcs1Encoding.TryEncode(check.Hash.Span, block))
            return false;
        RsaDigits52.Spread(block, _digits, 1, count);
        ulong difference = 0, differenceAbove = 0, carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong found = (ulong)_power[(i * Lanes) + lane], expected = (ulong)_digits[i];
            difference |= found ^ expected;
            carry += expected + (ulong)_modulus[(i * Lanes) + lane];
            differenceAbove |= found ^ (carry & ((1ul << RsaDigits52.Radix) - 1));
            carry >>= RsaDigits52.Radix;
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
            number = (number << RsaDigits52.Radix) + (ulong)_power[(i * Lanes) + lane];
        return number;
    }
}
