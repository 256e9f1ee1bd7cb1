using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Montgomery arithmetic on eight numbers side by side, one in each lane, each with a modulus of its own. Digits have 52 bits and stand in doubles, digit i of
/// lane l at [8 * i + l]: the processor multiplies the mantissas of doubles, and has no other exact product as wide. For a and b below 2^52, rounding toward zero,
/// <code>
/// high = a * b + 2^104                        the octets of high are those of 2^104, plus floor(a * b / 2^52)
/// low  = a * b + (2^104 + 2^52 - high)        the octets of low are those of 2^52, plus a * b mod 2^52
/// </code>
/// each with one rounding or none (fused multiplication and addition), so that the octets can be summed as integers. What the octets of 2^104 and of 2^52 add to a
/// column is known beforehand and taken off at once. A column sums at most 4 * <see cref="RsaDigits52.MaxCount"/> values below 2^52: they fit 64 bits.
/// Columns are summed four at a time from tiles of 4 by 4 digits and reduced as they are summed. With R above 4N a result is below 2N and needs no final subtraction.
/// </summary>
internal readonly unsafe struct Avx512RsaKernel : IRsaKernel<double>
{
    public const int Lanes = 8;

    private const int Block = RsaDigits52.Block;
    private const int Stride = Block * Lanes;
    private const ulong Mask = (1ul << RsaDigits52.Radix) - 1;

    // Octets of the doubles 2^104 and 2^52.
    private const ulong HighBias = 0x4670_0000_0000_0000;
    private const ulong LowBias = 0x4330_0000_0000_0000;

    static int IRsaKernel<double>.Lanes => Lanes;

    public static int Radix => RsaDigits52.Radix;

    public static int MaxCount => RsaDigits52.MaxCount;

    public static int CountFor(int bits) => RsaDigits52.CountFor(bits);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong LoadKey(DkimPublicKey key, double* modulus, double* square, int count)
    {
        RsaDigits52 digits = key.Digits52;
        ReadOnlySpan<double> ofModulus = digits.Modulus.AsSpan(0, count), ofSquare = digits.MontgomerySquare.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            modulus[i * Lanes] = ofModulus[i];
            square[i * Lanes] = ofSquare[i];
        }
        return digits.NegativeInverse;
    }

    public static void Spread(ReadOnlySpan<byte> bigEndian, double* digits, int stride, int count) => RsaDigits52.Spread(bigEndian, digits, stride, count);

    public static ulong ValueOf(double digit) => (ulong)digit;

    /// <summary>result = a * b / R modulo n. The result may stand in the place of a or b.</summary>
    /// <param name="inverse">-1 / n modulo 2^52, as integers.</param>
    /// <param name="count">Digits, a multiple of four.</param>
    /// <param name="quotient">Scratch of <paramref name="count"/> digits.</param>
    public static void Multiply(double* a, double* b, double* n, ulong* inverse, int count, double* quotient, double* result) =>
        Product(a, b, isSquare: false, n, inverse, count, quotient, result);

    /// <summary>result = a * a / R modulo n, with half the products. The result may stand in the place of a.</summary>
    /// <param name="twice">Not used: sums of products are doubled.</param>
    public static void Square(double* a, double* n, ulong* inverse, int count, double* quotient, double* twice, double* result) =>
        Product(a, a, isSquare: true, n, inverse, count, quotient, result);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product(double* a, double* b, bool isSquare, double* n, ulong* inverse, int count, double* quotient, double* result)
    {
        int blocks = count / Block;
        Vector512<ulong> mask = Vector512.Create(Mask);
        Vector512<ulong> above0 = default, above1 = default, above2 = default, above3 = default;
        Vector512<double> high = Vector512.Create(HighBias).AsDouble(), both = Vector512.Create(HighBias + 1).AsDouble();
        for (int k = 0; k < 2 * blocks; k++)
        {
            // Begun at zero, and what the step before left is added last: so the processor works on these sums while the quotient before them is not known yet.
            Vector512<ulong> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
            int first = Math.Max(0, k - blocks + 1);
            ulong summed = 0;
            for (int phase = 0; phase < 3; phase++)
            {
                double* x, y;
                int tiles;
                if (phase == 0)
                {
                    tiles = isSquare ? ((k + 1) / 2) - first : Math.Min(k, blocks - 1) - first + 1;
                    x = a + (first * Stride);
                    y = b + ((k - first) * Stride);
                }
                else if (phase == 1)
                {
                    if (!isSquare)
                        continue;
                    // Each of the products so far counts for two; the square of the block in the middle is one tile.
                    summed *= 2;
                    c0 += c0;
                    c1 += c1;
                    c2 += c2;
                    c3 += c3;
                    c4 += c4;
                    c5 += c5;
                    c6 += c6;
                    c7 += c7;
                    tiles = (k & 1) == 0 && k / 2 < blocks ? 1 : 0;
                    x = y = b + (k / 2 * Stride);
                }
                else
                {
                    tiles = Math.Min(k, blocks) - first;
                    x = quotient + (first * Stride);
                    y = n + ((k - first) * Stride);
                }
                summed += (ulong)Math.Max(tiles, 0);
                for (; tiles > 0; tiles--)
                {
                    Vector512<double> x0 = Vector512.Load(x), x1 = Vector512.Load(x + Lanes), x2 = Vector512.Load(x + (2 * Lanes)), x3 = Vector512.Load(x + (3 * Lanes));
                    Vector512<double> digit = Vector512.Load(y);
                    AddProduct(x0, digit, high, both, ref c0, ref c1);
                    AddProduct(x1, digit, high, both, ref c1, ref c2);
                    AddProduct(x2, digit, high, both, ref c2, ref c3);
                    AddProduct(x3, digit, high, both, ref c3, ref c4);
                    digit = Vector512.Load(y + Lanes);
                    AddProduct(x0, digit, high, both, ref c1, ref c2);
                    AddProduct(x1, digit, high, both, ref c2, ref c3);
                    AddProduct(x2, digit, high, both, ref c3, ref c4);
                    AddProduct(x3, digit, high, both, ref c4, ref c5);
                    digit = Vector512.Load(y + (2 * Lanes));
                    AddProduct(x0, digit, high, both, ref c2, ref c3);
                    AddProduct(x1, digit, high, both, ref c3, ref c4);
                    AddProduct(x2, digit, high, both, ref c4, ref c5);
                    AddProduct(x3, digit, high, both, ref c5, ref c6);
                    digit = Vector512.Load(y + (3 * Lanes));
                    AddProduct(x0, digit, high, both, ref c3, ref c4);
                    AddProduct(x1, digit, high, both, ref c4, ref c5);
                    AddProduct(x2, digit, high, both, ref c5, ref c6);
                    AddProduct(x3, digit, high, both, ref c6, ref c7);
                    x += Stride;
                    y -= Stride;
                }
            }
            // The quotient digits of this step times the lowest digits of the modulus are one more tile.
            if (k < blocks)
                summed++;
            // Products of a tile that add a low half to a column: 1, 2, 3, 4, 3, 2, 1, 0; and a high half: 0, 1, 2, 3, 4, 3, 2, 1.
            Vector512<ulong> low = Vector512.Create(unchecked(summed * LowBias)), top = Vector512.Create(unchecked(summed * HighBias));
            Vector512<ulong> pair = low + top;
            c0 += above0 - low;
            c1 += above1 - (low + pair);
            c2 += above2 - (low + pair + pair);
            c3 += above3 - (low + pair + pair + pair);
            c4 -= pair + pair + pair + top;
            c5 -= pair + pair + top;
            c6 -= pair + top;
            c7 -= top;
            if (k < blocks)
            {
                // Four digits of the quotient, so that the four low columns become zero. The biases that are taken off already have no bits below 2^52.
                Vector512<ulong> factor = Vector512.Load(inverse);
                Vector512<double> n0 = Vector512.Load(n), n1 = Vector512.Load(n + Lanes), n2 = Vector512.Load(n + (2 * Lanes)), n3 = Vector512.Load(n + (3 * Lanes));
                double* q = quotient + (k * Stride);
                Vector512<double> digit = ToDouble(Avx512DQ.MultiplyLow(c0, factor) & mask);
                digit.Store(q);
                AddProduct(digit, n0, high, both, ref c0, ref c1);
                AddProduct(digit, n1, high, both, ref c1, ref c2);
                AddProduct(digit, n2, high, both, ref c2, ref c3);
                AddProduct(digit, n3, high, both, ref c3, ref c4);
                c1 += c0 >>> RsaDigits52.Radix;
                digit = ToDouble(Avx512DQ.MultiplyLow(c1, factor) & mask);
                digit.Store(q + Lanes);
                AddProduct(digit, n0, high, both, ref c1, ref c2);
                AddProduct(digit, n1, high, both, ref c2, ref c3);
                AddProduct(digit, n2, high, both, ref c3, ref c4);
                AddProduct(digit, n3, high, both, ref c4, ref c5);
                c2 += c1 >>> RsaDigits52.Radix;
                digit = ToDouble(Avx512DQ.MultiplyLow(c2, factor) & mask);
                digit.Store(q + (2 * Lanes));
                AddProduct(digit, n0, high, both, ref c2, ref c3);
                AddProduct(digit, n1, high, both, ref c3, ref c4);
                AddProduct(digit, n2, high, both, ref c4, ref c5);
                AddProduct(digit, n3, high, both, ref c5, ref c6);
                c3 += c2 >>> RsaDigits52.Radix;
                digit = ToDouble(Avx512DQ.MultiplyLow(c3, factor) & mask);
                digit.Store(q + (3 * Lanes));
                AddProduct(digit, n0, high, both, ref c3, ref c4);
                AddProduct(digit, n1, high, both, ref c4, ref c5);
                AddProduct(digit, n2, high, both, ref c5, ref c6);
                AddProduct(digit, n3, high, both, ref c6, ref c7);
            }
            else
            {
                // The four low columns are final: digits of the result.
                double* r = result + ((k - blocks) * Stride);
                ToDouble(c0 & mask).Store(r);
                c1 += c0 >>> RsaDigits52.Radix;
                ToDouble(c1 & mask).Store(r + Lanes);
                c2 += c1 >>> RsaDigits52.Radix;
                ToDouble(c2 & mask).Store(r + (2 * Lanes));
                c3 += c2 >>> RsaDigits52.Radix;
                ToDouble(c3 & mask).Store(r + (3 * Lanes));
            }
            above0 = c4 + (c3 >>> RsaDigits52.Radix);
            above1 = c5;
            above2 = c6;
            above3 = c7;
        }
    }

    /// <summary>Adds a product to two columns, with the biases of its halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(Vector512<double> left, Vector512<double> right, Vector512<double> high, Vector512<double> both, ref Vector512<ulong> column, ref Vector512<ulong> next)
    {
        Vector512<double> upper = Avx512F.FusedMultiplyAdd(left, right, high, FloatRoundingMode.ToZero);
        next += upper.AsUInt64();
        column += Avx512F.FusedMultiplyAdd(left, right, both - upper).AsUInt64();
    }

    /// <summary>The same numbers below 2^52 as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToDouble(Vector512<ulong> numbers)
    {
        Vector512<ulong> bias = Vector512.Create(LowBias);
        return (numbers | bias).AsDouble() - bias.AsDouble();
    }
}
