using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Montgomery arithmetic on four numbers side by side, one in each lane, each with a modulus of its own. Numbers are digits in radix 2^28, digit i of
/// lane l at [4 * i + l]. The columns of the product are summed four at a time from tiles of 4 by 4 digits (8 loads for 16 products, and the 7 columns
/// of a tile stay in registers), and reduced as they are summed. With R above 4N a result is below 2N and needs no final subtraction.
/// Compiled optimized at the first call: unoptimized vector code is so slow that a short run would be spent in it.
/// </summary>
internal readonly unsafe struct Avx2RsaKernel : IRsaKernel<ulong>
{
    public const int Lanes = 4;

    private const int Block = RsaDigits28.Block;
    private const int Stride = Block * Lanes;

    static int IRsaKernel<ulong>.Lanes => Lanes;

    public static int Radix => RsaDigits28.Radix;

    public static int MaxCount => RsaDigits28.MaxCount;

    public static int CountFor(int bits) => RsaDigits28.CountFor(bits);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong LoadKey(DkimPublicKey key, ulong* modulus, ulong* square, int count)
    {
        RsaDigits28 digits = key.Digits28;
        ReadOnlySpan<uint> ofModulus = digits.Modulus.AsSpan(0, count), ofSquare = digits.MontgomerySquare.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            modulus[i * Lanes] = ofModulus[i];
            square[i * Lanes] = ofSquare[i];
        }
        return digits.NegativeInverse;
    }

    public static void Spread(ReadOnlySpan<byte> bigEndian, ulong* digits, int stride, int count) => RsaDigits28.Spread(bigEndian, digits, stride, count);

    public static ulong ValueOf(ulong digit) => digit;

    /// <summary>result = a * b / R modulo n. The result may stand in the place of a or b.</summary>
    /// <param name="count">Digits, a multiple of four.</param>
    /// <param name="quotient">Scratch of <paramref name="count"/> digits.</param>
    public static void Multiply(ulong* a, ulong* b, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* result) =>
        Product(a, b, isSquare: false, n, inverse, count, quotient, result);

    /// <summary>result = a * a / R modulo n, with half the products. The result may stand in the place of a.</summary>
    /// <param name="twice">Scratch of <paramref name="count"/> digits.</param>
    public static void Square(ulong* a, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* twice, ulong* result)
    {
        Double(a, count, twice);
        Product(twice, a, isSquare: true, n, inverse, count, quotient, result);
    }

    // A digit of 29 bits is still a factor: Lanes multiply 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Double(ulong* a, int count, ulong* twice)
    {
        for (int i = 0; i < count * Lanes; i += Lanes)
        {
            Vector256<ulong> digit = Vector256.Load(a + i);
            (digit + digit).Store(twice + i);
        }
    }

    /// <param name="a">Of a square the doubled number: its products with <paramref name="b"/> count for both of a pair.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product(ulong* a, ulong* b, bool isSquare, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* result)
    {
        int blocks = count / Block;
        Vector256<ulong> zero = Vector256<ulong>.Zero, mask = Vector256.Create((1ul << RsaDigits28.Radix) - 1);
        Vector256<ulong> above0 = zero, above1 = zero, above2 = zero;
        for (int k = 0; k < 2 * blocks; k++)
        {
            // Begun at zero, and what the step before left is added last: so the processor works on these sums while the quotient before them is not known yet.
            Vector256<ulong> c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero;
            int first = Math.Max(0, k - blocks + 1);
            for (int phase = 0; phase < 3; phase++)
            {
                ulong* x, y;
                int tiles;
                if (phase == 0)
                {
                    tiles = isSquare ? ((k + 1) / 2) - first : Math.Min(k, blocks - 1) - first + 1;
                    x = a + (first * Stride);
                    y = b + ((k - first) * Stride);
                }
                else if (phase == 1)
                {
                    // The square of the block in the middle is one tile.
                    tiles = isSquare && (k & 1) == 0 && k / 2 < blocks ? 1 : 0;
                    x = y = b + (k / 2 * Stride);
                }
                else
                {
                    tiles = Math.Min(k, blocks) - first;
                    x = quotient + (first * Stride);
                    y = n + ((k - first) * Stride);
                }
                for (; tiles > 0; tiles--)
                {
                    Vector256<ulong> x0 = Vector256.Load(x), x1 = Vector256.Load(x + Lanes), x2 = Vector256.Load(x + (2 * Lanes)), x3 = Vector256.Load(x + (3 * Lanes));
                    Vector256<ulong> digit = Vector256.Load(y);
                    c0 = MultiplyAdd(c0, x0, digit);
                    c1 = MultiplyAdd(c1, x1, digit);
                    c2 = MultiplyAdd(c2, x2, digit);
                    c3 = MultiplyAdd(c3, x3, digit);
                    digit = Vector256.Load(y + Lanes);
                    c1 = MultiplyAdd(c1, x0, digit);
                    c2 = MultiplyAdd(c2, x1, digit);
                    c3 = MultiplyAdd(c3, x2, digit);
                    c4 = MultiplyAdd(c4, x3, digit);
                    digit = Vector256.Load(y + (2 * Lanes));
                    c2 = MultiplyAdd(c2, x0, digit);
                    c3 = MultiplyAdd(c3, x1, digit);
                    c4 = MultiplyAdd(c4, x2, digit);
                    c5 = MultiplyAdd(c5, x3, digit);
                    digit = Vector256.Load(y + (3 * Lanes));
                    c3 = MultiplyAdd(c3, x0, digit);
                    c4 = MultiplyAdd(c4, x1, digit);
                    c5 = MultiplyAdd(c5, x2, digit);
                    c6 = MultiplyAdd(c6, x3, digit);
                    x += Stride;
                    y -= Stride;
                }
            }
            c0 += above0;
            c1 += above1;
            c2 += above2;
            if (k < blocks)
            {
                // Four digits of the quotient, so that the four low columns become zero.
                Vector256<ulong> factor = Vector256.Load(inverse), n0 = Vector256.Load(n), n1 = Vector256.Load(n + Lanes), n2 = Vector256.Load(n + (2 * Lanes)), n3 = Vector256.Load(n + (3 * Lanes));
                ulong* q = quotient + (k * Stride);
                Vector256<ulong> q0 = Multiply(c0, factor) & mask;
                q0.Store(q);
                c1 = MultiplyAdd(c1, q0, n1) + Carry(MultiplyAdd(c0, q0, n0));
                Vector256<ulong> q1 = Multiply(c1, factor) & mask;
                q1.Store(q + Lanes);
                c2 = MultiplyAdd(MultiplyAdd(c2, q0, n2), q1, n1) + Carry(MultiplyAdd(c1, q1, n0));
                Vector256<ulong> q2 = Multiply(c2, factor) & mask;
                q2.Store(q + (2 * Lanes));
                c3 = MultiplyAdd(MultiplyAdd(MultiplyAdd(c3, q0, n3), q1, n2), q2, n1) + Carry(MultiplyAdd(c2, q2, n0));
                Vector256<ulong> q3 = Multiply(c3, factor) & mask;
                q3.Store(q + (3 * Lanes));
                above0 = MultiplyAdd(MultiplyAdd(MultiplyAdd(c4, q1, n3), q2, n2), q3, n1) + Carry(MultiplyAdd(c3, q3, n0));
                above1 = MultiplyAdd(MultiplyAdd(c5, q2, n3), q3, n2);
                above2 = MultiplyAdd(c6, q3, n3);
            }
            else
            {
                // The four low columns are final: digits of the result.
                ulong* r = result + ((k - blocks) * Stride);
                (c0 & mask).Store(r);
                c1 += Carry(c0);
                (c1 & mask).Store(r + Lanes);
                c2 += Carry(c1);
                (c2 & mask).Store(r + (2 * Lanes));
                c3 += Carry(c2);
                (c3 & mask).Store(r + (3 * Lanes));
                above0 = c4 + Carry(c3);
                above1 = c5;
                above2 = c6;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Carry(Vector256<ulong> column) => column >>> RsaDigits28.Radix;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MultiplyAdd(Vector256<ulong> sum, Vector256<ulong> left, Vector256<ulong> right) => sum + Multiply(left, right);

    /// <summary>Products of the low halves of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> left, Vector256<ulong> right) => Avx2.Multiply(left.AsUInt32(), right.AsUInt32());
}
