using System.Runtime.InteropServices;

namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>An integer of any size in GMP's memory, changed in place. Not thread-safe; used and disposed on one thread, which its memory is counted for.</summary>
internal sealed unsafe class GmpInteger : IDisposable
{
    private GmpNumber _number;
    private bool _disposed;

    /// <summary>Zero.</summary>
    public GmpInteger() => GmpLibrary.Init(ref _number);

    public static GmpInteger Of(ReadOnlySpan<byte> bigEndian)
    {
        var number = new GmpInteger();
        fixed (byte* octets = bigEndian)
            GmpLibrary.Import(ref number._number, (nuint)bigEndian.Length, order: 1, size: 1, endian: 0, nails: 0, octets);
        return number;
    }

    /// <summary>Bits of a limb, GMP's digit.</summary>
    public static int LimbBits => 8 * sizeof(nuint);

    /// <summary>Digits of the absolute value, lowest first and without leading zeros. Valid until the number changes.</summary>
    public ReadOnlySpan<nuint> Limbs => new(GmpLibrary.ReadLimbs(ref _number), Math.Abs(_number.Size));

    public bool IsZero => _number.Size == 0;

    public long Bits => IsZero ? 0 : (long)GmpLibrary.SizeInBase(ref _number, 2);

    /// <summary>The absolute value, big-endian without leading zeros.</summary>
    public byte[] ToArray()
    {
        byte[] octets = new byte[(int)((Bits + 7) / 8)];
        fixed (byte* to = octets)
            GmpLibrary.Export(to, out _, order: 1, size: 1, endian: 0, nails: 0, ref _number);
        return octets;
    }

    /// <summary>This := number ^ exponent.</summary>
    public void SetPower(GmpInteger number, uint exponent) => GmpLibrary.Power(ref _number, ref number._number, new CULong(exponent));

    /// <summary>This := number ^ exponent mod modulus.</summary>
    public void SetPower(GmpInteger number, uint exponent, GmpInteger modulus) => GmpLibrary.PowerModulo(ref _number, ref number._number, new CULong(exponent), ref modulus._number);

    public void Add(GmpInteger more) => GmpLibrary.Add(ref _number, ref _number, ref more._number);

    public void Subtract(GmpInteger less) => GmpLibrary.Subtract(ref _number, ref _number, ref less._number);

    /// <summary>-1 / odd modulo 2^bits, by Newton's iteration, which doubles the bits that are right.</summary>
    public static GmpInteger NegatedInverse(GmpInteger odd, long bits)
    {
        var inverse = new GmpInteger();
        using var low = new GmpInteger();
        using var error = new GmpInteger();
        GmpLibrary.SetBit(ref inverse._number, new CULong(0));
        for (long right = 1; right < bits;)
        {
            right = Math.Min(2 * right, bits);
            var width = new CULong((nuint)right);
            GmpLibrary.LowBits(ref low._number, ref odd._number, width);
            GmpLibrary.Multiply(ref error._number, ref low._number, ref inverse._number);
            GmpLibrary.SubtractFrom(ref error._number, new CULong(2), ref error._number);
            GmpLibrary.LowBits(ref error._number, ref error._number, width);
            GmpLibrary.Multiply(ref inverse._number, ref inverse._number, ref error._number);
            GmpLibrary.LowBits(ref inverse._number, ref inverse._number, width);
        }
        GmpLibrary.Negate(ref inverse._number, ref inverse._number);
        GmpLibrary.LowBits(ref inverse._number, ref inverse._number, new CULong((nuint)bits));
        return inverse;
    }

    /// <summary>to[..(one + other lengths)] := one * other. Neither is empty, and neither overlaps with the product.</summary>
    public static void MultiplyInto(Span<nuint> to, ReadOnlySpan<nuint> one, ReadOnlySpan<nuint> other)
    {
        if (one.Length < other.Length)
        {
            MultiplyInto(to, other, one);
            return;
        }
        fixed (nuint* product = to[..(one.Length + other.Length)], longer = one, shorter = other)
            GmpLibrary.MultiplyLimbs(product, longer, new CLong(one.Length), shorter, new CLong(other.Length));
    }

    /// <summary>sum += number, which is not longer. The sum has room for the carry.</summary>
    public static void AddTo(Span<nuint> sum, ReadOnlySpan<nuint> number)
    {
        fixed (nuint* to = sum, from = number)
            GmpLibrary.AddLimbs(to, to, new CLong(sum.Length), from, new CLong(number.Length));
    }

    /// <summary>Room for that many digits, with unknown values, until <see cref="Finish"/>.</summary>
    public Span<nuint> Write(int limbs) => new(GmpLibrary.WriteLimbs(ref _number, new CLong(limbs)), limbs);

    /// <summary>This := what the first digits say.</summary>
    public void Finish(int limbs) => GmpLibrary.FinishLimbs(ref _number, new CLong(limbs));

    /// <summary>This := 0, without memory.</summary>
    public void Clear()
    {
        Finish(0);
        Trim();
    }

    /// <summary>Gives memory back that is not needed for the value.</summary>
    public void Trim() => GmpLibrary.Resize(ref _number, new CULong((nuint)Bits));

    /// <summary>Divides as often by two as it goes without a rest. Not for zero.</summary>
    public void MakeOdd() => GmpLibrary.ShiftRight(ref _number, ref _number, GmpLibrary.LowestOne(ref _number, new CULong(0)));

    /// <summary>This := the greatest common divisor of both, whose memory the work is done in: half of what <see cref="SetCommonDivisor"/> takes. This is odd, and neither is zero.</summary>
    /// <param name="other">Undefined from then on.</param>
    public void ReduceToCommonDivisor(GmpInteger other)
    {
        int length = Limbs.Length, otherLength = other.Limbs.Length;
        nuint* limbs = GmpLibrary.ModifyLimbs(ref _number, new CLong(length)), others = GmpLibrary.ModifyLimbs(ref other._number, new CLong(otherLength));
        CLong result = length >= otherLength
            ? GmpLibrary.CommonDivisorOfLimbs(limbs, limbs, new CLong(length), others, new CLong(otherLength))
            : GmpLibrary.CommonDivisorOfLimbs(limbs, others, new CLong(otherLength), limbs, new CLong(length));
        GmpLibrary.FinishLimbs(ref _number, result);
    }

    /// <summary>This := the greatest common divisor of both.</summary>
    public void SetCommonDivisor(GmpInteger one, GmpInteger other) => GmpLibrary.GreatestCommonDivisor(ref _number, ref one._number, ref other._number);

    /// <summary>Divides as often as it goes without a rest.</summary>
    public void Strip(uint factor)
    {
        while (!IsZero && GmpLibrary.IsDivisible(ref _number, new CULong(factor)) != 0)
            GmpLibrary.DivideExactly(ref _number, ref _number, new CULong(factor));
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        GmpLibrary.Clear(ref _number);
    }
}
