using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Verifies RSA signatures side by side, those of moduli with equally many digits together. Whatever it does not find good is asked of the platform before it is
/// called bad, so that a fault here could only cost time. Not thread-safe.
/// </summary>
internal sealed unsafe class VectorRsaEngine<TLanes, TVector> : IRsaEngine
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int Buckets = RsaDigits.MaxCount / RsaDigits.Block + 1;

    // 65537 = 2^16 + 1
    private const int Squarings = 16;

    private readonly int[] _waiting = new int[Buckets * TLanes.Count];
    private readonly int[] _fill = new int[Buckets];
    private readonly ulong[] _memory;
    private readonly ulong* _modulus, _inverse, _signature, _power, _quotient, _twice;
    private readonly ulong* _digits;

    private readonly int _least;
    private readonly IRsaEngine _remainder;

    /// <param name="least">Fewest signatures for which all lanes are worth their time.</param>
    /// <param name="remainder">Does fewer than that.</param>
    public VectorRsaEngine(int least, IRsaEngine remainder)
    {
        (_least, _remainder) = (least, remainder);
        int number = RsaDigits.MaxCount * TLanes.Count;
        int alignment = sizeof(TVector) / sizeof(ulong);
        _memory = GC.AllocateArray<ulong>(5 * number + TLanes.Count + RsaDigits.MaxCount + alignment, pinned: true);
        ulong* start = (ulong*)Unsafe.AsPointer(ref _memory[0]);
        while ((nuint)start % (nuint)sizeof(TVector) != 0)
            start++;
        _modulus = start;
        _signature = _modulus + number;
        _power = _signature + number;
        _quotient = _power + number;
        _twice = _quotient + number;
        _inverse = _twice + number;
        _digits = _inverse + TLanes.Count;
    }

    public void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> outcomes)
    {
        Array.Clear(_fill);
        for (int i = 0; i < checks.Length; i++)
        {
            DkimPublicKey key = checks[i].Key;
            if (key.Type != DkimKeyType.Rsa)
                continue;
            if (!Suits(checks[i]))
            {
                outcomes[i] = PlatformRsaEngine.Verify(checks[i]);
                continue;
            }
            int bucket = RsaDigits.CountFor(key.Bits) / RsaDigits.Block;
            Span<int> waiting = _waiting.AsSpan(bucket * TLanes.Count, TLanes.Count);
            waiting[_fill[bucket]++] = i;
            if (_fill[bucket] < TLanes.Count)
                continue;
            _fill[bucket] = 0;
            VerifyTogether(checks, waiting, outcomes);
        }
        for (int bucket = 0; bucket < Buckets; bucket++)
            VerifyGroup(checks, _waiting.AsSpan(bucket * TLanes.Count, _fill[bucket]), outcomes);
    }

    public void VerifyGroup(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        while (group.Length >= _least)
        {
            int count = Math.Min(group.Length, TLanes.Count);
            VerifyTogether(checks, group[..count], outcomes);
            group = group[count..];
        }
        if (!group.IsEmpty)
            _remainder.VerifyGroup(checks, group, outcomes);
    }

    // RFC 8017 §5.2.2 step 1 and §8.2.2 step 1; the platform refuses the others.
    private static bool Suits(in SignatureCheck check) =>
        check.Key.SuitsVectors
        && Pkcs1Encoding.KnowsHashOf(check.Hash.Length)
        && check.Signature.Length == check.Key.Material.Length
        && check.Signature.Span.SequenceCompareTo(check.Key.Material.Span) < 0;

    private void VerifyTogether(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        int count = checks[group[0]].Key.Digits.Count;
        // Lanes without a signature repeat the first one.
        for (int lane = 0; lane < TLanes.Count; lane++)
            Load(checks[group[lane < group.Length ? lane : 0]], lane, count);
        Power(count);
        for (int lane = 0; lane < group.Length; lane++)
        {
            ref readonly SignatureCheck check = ref checks[group[lane]];
            outcomes[group[lane]] = IsExpected(check, lane, count) || PlatformRsaEngine.Verify(check);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(in SignatureCheck check, int lane, int count)
    {
        RsaDigits digits = check.Key.Digits;
        ReadOnlySpan<uint> modulus = digits.Modulus.AsSpan(0, count), square = digits.MontgomerySquare.AsSpan(0, count);
        _inverse[lane] = digits.NegativeInverse;
        for (int i = 0; i < count; i++)
        {
            _modulus[i * TLanes.Count + lane] = modulus[i];
            _power[i * TLanes.Count + lane] = square[i];
        }
        RsaDigits.Spread(check.Signature.Span, _signature + lane, TLanes.Count, count);
    }

    // power = signature^65537 modulo the modulus, below twice the modulus.
    private void Power(int count)
    {
        RsaKernel<TLanes, TVector>.Multiply(_signature, _power, _modulus, _inverse, count, _quotient, _power);
        for (int i = 0; i < Squarings; i++)
            RsaKernel<TLanes, TVector>.Square(_power, _modulus, _inverse, count, _quotient, _twice, _power);
        RsaKernel<TLanes, TVector>.Multiply(_power, _signature, _modulus, _inverse, count, _quotient, _power);
    }

    // RFC 8017 §8.2.2 steps 3 and 4: the whole block is compared.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsExpected(in SignatureCheck check, int lane, int count)
    {
        Span<byte> block = stackalloc byte[RsaDigits.MaxCount * RsaDigits.Radix / 8];
        block = block[..check.Key.Material.Length];
        if (!Pkcs1Encoding.TryEncode(check.Hash.Span, block))
            return false;
        RsaDigits.Spread(block, _digits, 1, count);
        ulong difference = 0, differenceAbove = 0, carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong found = _power[i * TLanes.Count + lane];
            difference |= found ^ _digits[i];
            carry += _digits[i] + _modulus[i * TLanes.Count + lane];
            differenceAbove |= found ^ (carry & ((1ul << RsaDigits.Radix) - 1));
            carry >>= RsaDigits.Radix;
        }
        return difference == 0 || differenceAbove == 0;
    }

    /// <summary>The power that one lane of a full group comes to: for tests.</summary>
    internal System.Numerics.BigInteger PowerForTest(ReadOnlySpan<SignatureCheck> group, int lane)
    {
        int count = group[0].Key.Digits.Count;
        for (int i = 0; i < TLanes.Count; i++)
            Load(group[i], i, count);
        Power(count);
        System.Numerics.BigInteger number = 0;
        for (int i = count - 1; i >= 0; i--)
            number = (number << RsaDigits.Radix) + _power[i * TLanes.Count + lane];
        return number;
    }
}
