using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Montgomery arithmetic on several numbers side by side, one in each lane, each with a modulus of its own. Numbers are digits in radix 2^28, digit i of
/// lane l at [i * lanes + l]. The columns of the product are summed four at a time from tiles of 4 by 4 digits (8 loads for 16 products, and the 7 columns
/// of a tile stay in registers), and reduced as they are summed. With R above 4N a result is below 2N and needs no final subtraction.
/// Compiled optimized at the first call: unoptimized vector code is so slow that a short run would be spent in it.
/// </summary>
internal static unsafe class RsaKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int Block = RsaDigits.Block;

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

    // A digit of 29 bits is still a factor: lanes multiply 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Double(ulong* a, int count, ulong* twice)
    {
        int lanes = TLanes.Count;
        for (int i = 0; i < count * lanes; i += lanes)
        {
            TVector digit = TLanes.Load(a + i);
            TLanes.Store(TLanes.Add(digit, digit), twice + i);
        }
    }

    /// <param name="a">Of a square the doubled number: its products with <paramref name="b"/> count for both of a pair.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product(ulong* a, ulong* b, bool isSquare, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* result)
    {
        int lanes = TLanes.Count, stride = Block * lanes, blocks = count / Block;
        TVector zero = TLanes.Broadcast(0), mask = TLanes.Broadcast((1ul << RsaDigits.Radix) - 1);
        TVector above0 = zero, above1 = zero, above2 = zero;
        for (int k = 0; k < 2 * blocks; k++)
        {
            // Begun at zero, and what the step before left is added last: so the processor works on these sums while the quotient before them is not known yet.
            TVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero;
            int first = Math.Max(0, k - blocks + 1);
            for (int phase = 0; phase < 3; phase++)
            {
                ulong* x, y;
                int tiles;
                if (phase == 0)
                {
                    tiles = isSquare ? ((k + 1) / 2) - first : Math.Min(k, blocks - 1) - first + 1;
                    x = a + (first * stride);
                    y = b + ((k - first) * stride);
                }
                else if (phase == 1)
                {
                    // The square of the block in the middle is one tile.
                    tiles = isSquare && (k & 1) == 0 && k / 2 < blocks ? 1 : 0;
                    x = y = b + (k / 2 * stride);
                }
                else
                {
                    tiles = Math.Min(k, blocks) - first;
                    x = quotient + (first * stride);
                    y = n + ((k - first) * stride);
                }
                for (; tiles > 0; tiles--)
                {
                    TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + lanes), x2 = TLanes.Load(x + (2 * lanes)), x3 = TLanes.Load(x + (3 * lanes));
                    TVector digit = TLanes.Load(y);
                    c0 = MultiplyAdd(c0, x0, digit);
                    c1 = MultiplyAdd(c1, x1, digit);
                    c2 = MultiplyAdd(c2, x2, digit);
                    c3 = MultiplyAdd(c3, x3, digit);
                    digit = TLanes.Load(y + lanes);
                    c1 = MultiplyAdd(c1, x0, digit);
                    c2 = MultiplyAdd(c2, x1, digit);
                    c3 = MultiplyAdd(c3, x2, digit);
                    c4 = MultiplyAdd(c4, x3, digit);
                    digit = TLanes.Load(y + (2 * lanes));
                    c2 = MultiplyAdd(c2, x0, digit);
                    c3 = MultiplyAdd(c3, x1, digit);
                    c4 = MultiplyAdd(c4, x2, digit);
                    c5 = MultiplyAdd(c5, x3, digit);
                    digit = TLanes.Load(y + (3 * lanes));
                    c3 = MultiplyAdd(c3, x0, digit);
                    c4 = MultiplyAdd(c4, x1, digit);
                    c5 = MultiplyAdd(c5, x2, digit);
                    c6 = MultiplyAdd(c6, x3, digit);
                    x += stride;
                    y -= stride;
                }
            }
            c0 = TLanes.Add(c0, above0);
            c1 = TLanes.Add(c1, above1);
            c2 = TLanes.Add(c2, above2);
            if (k < blocks)
            {
                // Four digits of the quotient, so that the four low columns become zero.
                TVector factor = TLanes.Load(inverse), n0 = TLanes.Load(n), n1 = TLanes.Load(n + lanes), n2 = TLanes.Load(n + (2 * lanes)), n3 = TLanes.Load(n + (3 * lanes));
                ulong* q = quotient + (k * stride);
                TVector q0 = TLanes.And(TLanes.Multiply(c0, factor), mask);
                TLanes.Store(q0, q);
                c1 = TLanes.Add(MultiplyAdd(c1, q0, n1), Carry(MultiplyAdd(c0, q0, n0)));
                TVector q1 = TLanes.And(TLanes.Multiply(c1, factor), mask);
                TLanes.Store(q1, q + lanes);
                c2 = TLanes.Add(MultiplyAdd(MultiplyAdd(c2, q0, n2), q1, n1), Carry(MultiplyAdd(c1, q1, n0)));
                TVector q2 = TLanes.And(TLanes.Multiply(c2, factor), mask);
                TLanes.Store(q2, q + (2 * lanes));
                c3 = TLanes.Add(MultiplyAdd(MultiplyAdd(MultiplyAdd(c3, q0, n3), q1, n2), q2, n1), Carry(MultiplyAdd(c2, q2, n0)));
                TVector q3 = TLanes.And(TLanes.Multiply(c3, factor), mask);
                TLanes.Store(q3, q + (3 * lanes));
                above0 = TLanes.Add(MultiplyAdd(MultiplyAdd(MultiplyAdd(c4, q1, n3), q2, n2), q3, n1), Carry(MultiplyAdd(c3, q3, n0)));
                above1 = MultiplyAdd(MultiplyAdd(c5, q2, n3), q3, n2);
                above2 = MultiplyAdd(c6, q3, n3);
            }
            else
            {
                // The four low columns are final: digits of the result.
                ulong* r = result + ((k - blocks) * stride);
                TLanes.Store(TLanes.And(c0, mask), r);
                c1 = TLanes.Add(c1, Carry(c0));
                TLanes.Store(TLanes.And(c1, mask), r + lanes);
                c2 = TLanes.Add(c2, Carry(c1));
                TLanes.Store(TLanes.And(c2, mask), r + (2 * lanes));
                c3 = TLanes.Add(c3, Carry(c2));
                TLanes.Store(TLanes.And(c3, mask), r + (3 * lanes));
                (above0, above1, above2) = (TLanes.Add(c4, Carry(c3)), c5, c6);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Carry(TVector column) => TLanes.ShiftRight(column, RsaDigits.Radix);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(TVector sum, TVector left, TVector right) => TLanes.Add(sum, TLanes.Multiply(left, right));
}
