using System.Numerics;
using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>An RSA modulus in radix 2^52, its digits as doubles, with what Montgomery multiplication needs of it. Immutable.</summary>
internal sealed class RsaDigits52
{
    /// <summary>Bits of a digit: what the mantissa of a double holds.</summary>
    public const int Radix = 52;

    /// <summary>Digits are counted in blocks of this.</summary>
    public const int Block = 4;

    /// <summary>Most digits of a modulus: 4,158 bits.</summary>
    public const int MaxCount = 80;

    private const ulong Mask = (1ul << Radix) - 1;

    private RsaDigits52(ReadOnlySpan<byte> modulus, int count)
    {
        Count = count;
        Modulus = Split(modulus, count);
        BigInteger square = (BigInteger.One << (2 * Radix * count)) % new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        MontgomerySquare = Split(square.ToByteArray(isUnsigned: true, isBigEndian: true), count);
        NegativeInverse = NegativeInverseOf((ulong)Modulus[0]);
    }

    /// <summary>Digits of the modulus, a multiple of <see cref="Block"/>, so many that R = 2^(52 * count) is above four times the modulus.</summary>
    public int Count { get; }

    /// <summary>The modulus, least digit first.</summary>
    public double[] Modulus { get; }

    /// <summary>R^2 modulo the modulus, least digit first.</summary>
    public double[] MontgomerySquare { get; }

    /// <summary>-1 / modulus modulo 2^52.</summary>
    public ulong NegativeInverse { get; }

    /// <summary>Digits for a modulus of so many bits.</summary>
    public static int CountFor(int bits)
    {
        int digits = (bits + 2 + Radix - 1) / Radix;
        return (digits + Block - 1) / Block * Block;
    }

    public static RsaDigits52 Of(ReadOnlySpan<byte> modulus, int bits) => new(modulus, CountFor(bits));

    /// <summary>Writes the digits of a big-endian number to every <paramref name="stride"/>-th place, zeros above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Spread(ReadOnlySpan<byte> bigEndian, double* digits, int stride, int count)
    {
        UInt128 window = 0;
        int bits = 0, written = 0;
        for (int end = bigEndian.Length; end > 0;)
        {
            int taken = Math.Min(end, 8);
            ulong part = 0;
            for (int i = end - taken; i < end; i++)
                part = (part << 8) | bigEndian[i];
            window |= (UInt128)part << bits;
            bits += 8 * taken;
            end -= taken;
            for (; bits >= Radix; bits -= Radix, window >>= Radix)
                digits[written++ * stride] = (ulong)window & Mask;
        }
        for (; written < count; written++, window >>= Radix)
            digits[written * stride] = (ulong)window & Mask;
    }

    private static unsafe double[] Split(ReadOnlySpan<byte> bigEndian, int count)
    {
        double[] digits = new double[count];
        fixed (double* first = digits)
            Spread(bigEndian, first, 1, count);
        return digits;
    }

    // Newton's iteration: each step doubles the number of right bits, and an odd number is its own inverse modulo 8.
    private static ulong NegativeInverseOf(ulong odd)
    {
        ulong inverse = odd;
        for (int i = 0; i < 5; i++)
            inverse *= 2 - (odd * inverse);
        return (0 - inverse) & Mask;
    }
}
