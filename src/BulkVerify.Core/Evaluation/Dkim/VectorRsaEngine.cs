using System.Numerics;
using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Verifies RSA signatures side by side, those of moduli with equally many digits together. Whatever it does not find good is asked of the platform before it is
/// called bad, so that a fault here could only cost time. Not thread-safe.
/// </summary>
internal sealed unsafe class VectorRsaEngine<TKernel, TDigit> : IRsaEngine
    where TKernel : struct, IRsaKernel<TDigit>
    where TDigit : unmanaged
{
    // 65537 = 2^16 + 1
    private const int Squarings = 16;

    private readonly int _least;
    private readonly int[] _waiting = new int[(TKernel.MaxCount + 1) * TKernel.Lanes];
    private readonly int[] _fill = new int[TKernel.MaxCount + 1];
    private readonly IRsaEngine _remainder;
    private readonly TDigit[] _memory;
    private readonly TDigit* _modulus, _signature, _power, _quotient, _twice, _digits;
    private readonly ulong* _inverse;

    /// <param name="least">Fewest signatures for which all lanes are worth their time.</param>
    /// <param name="remainder">Does fewer than that.</param>
    public VectorRsaEngine(int least, IRsaEngine remainder)
    {
        (_least, _remainder) = (least, remainder);
        int number = TKernel.MaxCount * TKernel.Lanes;
        // A lane more than all together, to begin at the address of a whole vector.
        _memory = GC.AllocateArray<TDigit>((5 * number) + TKernel.Lanes + TKernel.MaxCount + TKernel.Lanes, pinned: true);
        var start = (TDigit*)Unsafe.AsPointer(ref _memory[0]);
        while ((nuint)start % (nuint)(TKernel.Lanes * sizeof(TDigit)) != 0)
            start++;
        _modulus = start;
        _signature = _modulus + number;
        _power = _signature + number;
        _quotient = _power + number;
        _twice = _quotient + number;
        _inverse = (ulong*)(_twice + number);
        _digits = (TDigit*)(_inverse + TKernel.Lanes);
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
            int count = TKernel.CountFor(key.Bits);
            Span<int> waiting = _waiting.AsSpan(count * TKernel.Lanes, TKernel.Lanes);
            waiting[_fill[count]++] = i;
            if (_fill[count] < TKernel.Lanes)
                continue;
            _fill[count] = 0;
            VerifyTogether(checks, waiting, outcomes);
        }
        for (int count = 0; count <= TKernel.MaxCount; count++)
            VerifyGroup(checks, _waiting.AsSpan(count * TKernel.Lanes, _fill[count]), outcomes);
    }

    public void VerifyGroup(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        if (!group.IsEmpty && !Suits(checks[group[0]]))
        {
            PlatformRsaEngine.Instance.VerifyGroup(checks, group, outcomes);
            return;
        }
        while (group.Length >= _least)
        {
            int count = Math.Min(group.Length, TKernel.Lanes);
            VerifyTogether(checks, group[..count], outcomes);
            group = group[count..];
        }
        if (!group.IsEmpty)
            _remainder.VerifyGroup(checks, group, outcomes);
    }

    // RFC 8017 §5.2.2 step 1 and §8.2.2 step 1; the platform refuses the others.
    private bool Suits(in SignatureCheck check) =>
        check.Key.SuitsVectors
        && TKernel.CountFor(check.Key.Bits) <= TKernel.MaxCount
        && Pkcs1Encoding.KnowsHashOf(check.Hash.Length)
        && check.Signature.Length == check.Key.Material.Length
        && check.Signature.Span.SequenceCompareTo(check.Key.Material.Span) < 0;

    private void VerifyTogether(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        int count = TKernel.CountFor(checks[group[0]].Key.Bits);
        // Lanes without a signature repeat the first one.
        for (int lane = 0; lane < TKernel.Lanes; lane++)
            Load(checks[group[lane < group.Length ? lane : 0]], lane, count);
        Power(count);
        for (int lane = 0; lane < group.Length; lane++)
        {
            ref readonly SignatureCheck check = ref checks[group[lane]];
            outcomes[group[lane]] = IsExpected(check, lane, count) || PlatformRsaEngine.Verify(check);
        }
    }

    /// <summary>Puts the key and the signature of a check into a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(in SignatureCheck check, int lane, int count)
    {
        _inverse[lane] = TKernel.LoadKey(check.Key, _modulus + lane, _power + lane, count);
        TKernel.Spread(check.Signature.Span, _signature + lane, TKernel.Lanes, count);
    }

    /// <summary>power = signature^65537 modulo the modulus, below twice the modulus, in all lanes.</summary>
    private void Power(int count)
    {
        TKernel.Multiply(_signature, _power, _modulus, _inverse, count, _quotient, _power);
        for (int i = 0; i < Squarings; i++)
            TKernel.Square(_power, _modulus, _inverse, count, _quotient, _twice, _power);
        TKernel.Multiply(_power, _signature, _modulus, _inverse, count, _quotient, _power);
    }

    /// <summary>True when the power in the lane is the one block that a good signature of the check opens to (RFC 8017 §8.2.2 steps 3 and 4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsExpected(in SignatureCheck check, int lane, int count)
    {
        Span<byte> block = stackalloc byte[TKernel.MaxCount * TKernel.Radix / 8];
        block = block[..check.Key.Material.Length];
        if (!Pkcs1Encoding.TryEncode(check.Hash.Span, block))
            return false;
        TKernel.Spread(block, _digits, 1, count);
        ulong difference = 0, differenceAbove = 0, carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong found = TKernel.ValueOf(_power[(i * TKernel.Lanes) + lane]), expected = TKernel.ValueOf(_digits[i]);
            difference |= found ^ expected;
            carry += expected + TKernel.ValueOf(_modulus[(i * TKernel.Lanes) + lane]);
            differenceAbove |= found ^ (carry & ((1ul << TKernel.Radix) - 1));
            carry >>= TKernel.Radix;
        }
        return difference == 0 || differenceAbove == 0;
    }

    /// <summary>The power that one lane of a full group comes to: for tests.</summary>
    internal BigInteger PowerForTest(ReadOnlySpan<SignatureCheck> group, int lane)
    {
        int count = TKernel.CountFor(group[0].Key.Bits);
        for (int i = 0; i < TKernel.Lanes; i++)
            Load(group[i], i, count);
        Power(count);
        BigInteger number = 0;
        for (int i = count - 1; i >= 0; i--)
            number = (number << TKernel.Radix) + TKernel.ValueOf(_power[(i * TKernel.Lanes) + lane]);
        return number;
    }
}
