using System.Numerics;
using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>An RSA modulus in radix 2^28 with what Montgomery multiplication needs of it (about 10 us to make, against 300 us for a platform key). Immutable.</summary>
internal sealed class RsaDigits28
{
    /// <summary>Bits of a digit: a sum of 2 * <see cref="MaxCount"/> products of two digits fits 64 bits.</summary>
    public const int Radix = 28;

    /// <summary>Digits are counted in blocks of this.</summary>
    public const int Block = 4;

    /// <summary>Most digits of a modulus: 3,358 bits.</summary>
    public const int MaxCount = 120;

    private const uint Mask = (1u << Radix) - 1;

    private RsaDigits28(ReadOnlySpan<byte> modulus, int count)
    {
        Count = count;
        Modulus = Split(modulus, count);
        BigInteger square = (BigInteger.One << (2 * Radix * count)) % new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        MontgomerySquare = Split(square.ToByteArray(isUnsigned: true, isBigEndian: true), count);
        NegativeInverse = NegativeInverseOf(Modulus[0]);
    }

    /// <summary>Digits of the modulus, a multiple of <see cref="Block"/>, so many that R = 2^(28 * count) is above four times the modulus.</summary>
    public int Count { get; }

    /// <summary>The modulus, least digit first.</summary>
    public uint[] Modulus { get; }

    /// <summary>R^2 modulo the modulus, least digit first.</summary>
    public uint[] MontgomerySquare { get; }

    /// <summary>-1 / modulus modulo 2^28.</summary>
    public uint NegativeInverse { get; }

    /// <summary>Digits for a modulus of so many bits.</summary>
    public static int CountFor(int bits)
    {
        int digits = (bits + 2 + Radix - 1) / Radix;
        return (digits + Block - 1) / Block * Block;
    }

    public static RsaDigits28 Of(ReadOnlySpan<byte> modulus, int bits) => new(modulus, CountFor(bits));

    /// <summary>Writes the digits of a big-endian number to every <paramref name="stride"/>-th place, zeros above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Spread(ReadOnlySpan<byte> bigEndian, ulong* digits, int stride, int count)
    {
        ulong window = 0;
        int bits = 0, written = 0;
        for (int i = bigEndian.Length - 1; i >= 0; i--)
        {
            window |= (ulong)bigEndian[i] << bits;
            bits += 8;
            if (bits < Radix)
                continue;
            digits[written++ * stride] = window & Mask;
            window >>= Radix;
            bits -= Radix;
        }
        for (; written < count; written++)
        {
            digits[written * stride] = window & Mask;
            window >>= Radix;
        }
    }

    private static unsafe uint[] Split(ReadOnlySpan<byte> bigEndian, int count)
    {
        ulong* digits = stackalloc ulong[count];
        Spread(bigEndian, digits, 1, count);
        uint[] split = new uint[count];
        for (int i = 0; i < count; i++)
            split[i] = (uint)digits[i];
        return split;
    }

    // Newton's iteration: each step doubles the number of right bits, and an odd number is its own inverse modulo 8.
    private static uint NegativeInverseOf(uint odd)
    {
        uint inverse = odd;
        for (int i = 0; i < 4; i++)
            inverse *= 2 - odd * inverse;
        return (0 - inverse) & Mask;
    }
}
