using System.Runtime.CompilerServices;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Montgomery arithmetic on several numbers side by side, one in each lane, each with a modulus of its own. Numbers are digits in radix 2^28, digit i of
/// lane l at [i * lanes + l]. Columns of the product are summed in blocks of four (4 by 4 digits take 8 loads for 16 products, and their 7 columns stay in
/// registers), and reduced as they are summed. With R above 4N a result is below 2N and needs no final subtraction.
/// Compiled optimized at the first call: unoptimized vector code is so slow that a short run would be spent in it.
/// </summary>
internal static unsafe class RsaKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int Block = RsaDigits.Block;

    /// <summary>Columns that a block of 4 by 4 digits touches.</summary>
    public const int Columns = 2 * Block - 1;

    private static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Count;
    }

    /// <summary>result = a * b / R modulo n. The result may stand in the place of a or b.</summary>
    /// <param name="count">Digits, a multiple of four.</param>
    /// <param name="quotient">Scratch of <paramref name="count"/> digits.</param>
    /// <param name="columns">Scratch of <see cref="Columns"/> digits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ulong* a, ulong* b, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* columns, ulong* result)
    {
        int blocks = count / Block, stride = Block * Lanes;
        Clear(columns);
        for (int k = 0; k < 2 * blocks; k++)
        {
            int first = Math.Max(0, k - blocks + 1), last = Math.Min(k, blocks - 1);
            Accumulate(a + first * stride, b + (k - first) * stride, last - first + 1, columns);
            Reduce(n, inverse, blocks, k, quotient, columns, result);
        }
    }

    /// <summary>result = a * a / R modulo n, with half the products. The result may stand in the place of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(ulong* a, ulong* n, ulong* inverse, int count, ulong* quotient, ulong* columns, ulong* cross, ulong* result)
    {
        int blocks = count / Block, stride = Block * Lanes;
        Clear(columns);
        for (int k = 0; k < 2 * blocks; k++)
        {
            int first = Math.Max(0, k - blocks + 1), pairs = (k + 1) / 2 - first;
            if (pairs > 0)
            {
                Clear(cross);
                Accumulate(a + first * stride, a + (k - first) * stride, pairs, cross);
                AddTwice(cross, columns);
            }
            if ((k & 1) == 0 && k / 2 < blocks)
                Accumulate(a + k / 2 * stride, a + k / 2 * stride, 1, columns);
            Reduce(n, inverse, blocks, k, quotient, columns, result);
        }
    }

    // Adds what the quotient so far contributes to column block k, then fixes the next digits of the quotient (lower half) or of the result (upper half).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(ulong* n, ulong* inverse, int blocks, int k, ulong* quotient, ulong* columns, ulong* result)
    {
        int stride = Block * Lanes;
        int first = Math.Max(0, k - blocks + 1);
        Accumulate(quotient + first * stride, n + (k - first) * stride, Math.Min(k, blocks) - first, columns);
        if (k < blocks)
            NextQuotient(n, inverse, quotient + k * stride, columns);
        else
            NextResult(columns, result + (k - blocks) * stride);
    }

    /// <summary>columns += sum of a-block i times b-block -i, for i from 0 to <paramref name="count"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(ulong* a, ulong* b, int count, ulong* columns)
    {
        int lanes = Lanes;
        TVector c0 = TLanes.Load(columns), c1 = TLanes.Load(columns + lanes), c2 = TLanes.Load(columns + 2 * lanes), c3 = TLanes.Load(columns + 3 * lanes);
        TVector c4 = TLanes.Load(columns + 4 * lanes), c5 = TLanes.Load(columns + 5 * lanes), c6 = TLanes.Load(columns + 6 * lanes);
        for (; count > 0; count--)
        {
            TVector a0 = TLanes.Load(a), a1 = TLanes.Load(a + lanes), a2 = TLanes.Load(a + 2 * lanes), a3 = TLanes.Load(a + 3 * lanes);
            TVector digit = TLanes.Load(b);
            c0 = MultiplyAdd(c0, a0, digit);
            c1 = MultiplyAdd(c1, a1, digit);
            c2 = MultiplyAdd(c2, a2, digit);
            c3 = MultiplyAdd(c3, a3, digit);
            digit = TLanes.Load(b + lanes);
            c1 = MultiplyAdd(c1, a0, digit);
            c2 = MultiplyAdd(c2, a1, digit);
            c3 = MultiplyAdd(c3, a2, digit);
            c4 = MultiplyAdd(c4, a3, digit);
            digit = TLanes.Load(b + 2 * lanes);
            c2 = MultiplyAdd(c2, a0, digit);
            c3 = MultiplyAdd(c3, a1, digit);
            c4 = MultiplyAdd(c4, a2, digit);
            c5 = MultiplyAdd(c5, a3, digit);
            digit = TLanes.Load(b + 3 * lanes);
            c3 = MultiplyAdd(c3, a0, digit);
            c4 = MultiplyAdd(c4, a1, digit);
            c5 = MultiplyAdd(c5, a2, digit);
            c6 = MultiplyAdd(c6, a3, digit);
            a += Block * lanes;
            b -= Block * lanes;
        }
        TLanes.Store(c0, columns);
        TLanes.Store(c1, columns + lanes);
        TLanes.Store(c2, columns + 2 * lanes);
        TLanes.Store(c3, columns + 3 * lanes);
        TLanes.Store(c4, columns + 4 * lanes);
        TLanes.Store(c5, columns + 5 * lanes);
        TLanes.Store(c6, columns + 6 * lanes);
    }

    // Chooses four digits of the quotient so that the four low columns become zero, and moves the columns down by four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NextQuotient(ulong* n, ulong* inverse, ulong* quotient, ulong* columns)
    {
        int lanes = Lanes;
        TVector mask = TLanes.Broadcast((1ul << RsaDigits.Radix) - 1), factor = TLanes.Load(inverse);
        TVector n0 = TLanes.Load(n), n1 = TLanes.Load(n + lanes), n2 = TLanes.Load(n + 2 * lanes), n3 = TLanes.Load(n + 3 * lanes);
        TVector column = TLanes.Load(columns);
        TVector q0 = TLanes.And(TLanes.Multiply(column, factor), mask);
        column = MultiplyAdd(TLanes.Load(columns + lanes), q0, n1, Carry(MultiplyAdd(column, q0, n0)));
        TVector q1 = TLanes.And(TLanes.Multiply(column, factor), mask);
        TVector next = MultiplyAdd(TLanes.Load(columns + 2 * lanes), q0, n2);
        column = MultiplyAdd(next, q1, n1, Carry(MultiplyAdd(column, q1, n0)));
        TVector q2 = TLanes.And(TLanes.Multiply(column, factor), mask);
        next = MultiplyAdd(MultiplyAdd(TLanes.Load(columns + 3 * lanes), q0, n3), q1, n2);
        column = MultiplyAdd(next, q2, n1, Carry(MultiplyAdd(column, q2, n0)));
        TVector q3 = TLanes.And(TLanes.Multiply(column, factor), mask);
        TLanes.Store(q0, quotient);
        TLanes.Store(q1, quotient + lanes);
        TLanes.Store(q2, quotient + 2 * lanes);
        TLanes.Store(q3, quotient + 3 * lanes);
        next = MultiplyAdd(MultiplyAdd(TLanes.Load(columns + 4 * lanes), q1, n3), q2, n2);
        TLanes.Store(MultiplyAdd(next, q3, n1, Carry(MultiplyAdd(column, q3, n0))), columns);
        TLanes.Store(MultiplyAdd(MultiplyAdd(TLanes.Load(columns + 5 * lanes), q2, n3), q3, n2), columns + lanes);
        TLanes.Store(MultiplyAdd(TLanes.Load(columns + 6 * lanes), q3, n3), columns + 2 * lanes);
        ClearUpper(columns);
    }

    // The four low columns are final: digits of the result. Moves the columns down by four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NextResult(ulong* columns, ulong* result)
    {
        int lanes = Lanes;
        TVector mask = TLanes.Broadcast((1ul << RsaDigits.Radix) - 1);
        TVector column = TLanes.Load(columns);
        TLanes.Store(TLanes.And(column, mask), result);
        column = TLanes.Add(TLanes.Load(columns + lanes), Carry(column));
        TLanes.Store(TLanes.And(column, mask), result + lanes);
        column = TLanes.Add(TLanes.Load(columns + 2 * lanes), Carry(column));
        TLanes.Store(TLanes.And(column, mask), result + 2 * lanes);
        column = TLanes.Add(TLanes.Load(columns + 3 * lanes), Carry(column));
        TLanes.Store(TLanes.And(column, mask), result + 3 * lanes);
        TLanes.Store(TLanes.Add(TLanes.Load(columns + 4 * lanes), Carry(column)), columns);
        TLanes.Store(TLanes.Load(columns + 5 * lanes), columns + lanes);
        TLanes.Store(TLanes.Load(columns + 6 * lanes), columns + 2 * lanes);
        ClearUpper(columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Carry(TVector column) => TLanes.ShiftRight(column, RsaDigits.Radix);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(TVector sum, TVector left, TVector right) => TLanes.Add(sum, TLanes.Multiply(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(TVector sum, TVector left, TVector right, TVector carry) => TLanes.Add(MultiplyAdd(sum, left, right), carry);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ClearUpper(ulong* columns)
    {
        int lanes = Lanes;
        TVector zero = TLanes.Broadcast(0);
        TLanes.Store(zero, columns + 3 * lanes);
        TLanes.Store(zero, columns + 4 * lanes);
        TLanes.Store(zero, columns + 5 * lanes);
        TLanes.Store(zero, columns + 6 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTwice(ulong* from, ulong* columns)
    {
        int lanes = Lanes;
        for (int i = 0; i < Columns; i++)
        {
            TVector sum = TLanes.Load(from + i * lanes);
            TLanes.Store(TLanes.Add(TLanes.Load(columns + i * lanes), TLanes.Add(sum, sum)), columns + i * lanes);
        }
    }

    private static void Clear(ulong* columns) => new Span<ulong>(columns, Columns * Lanes).Clear();
}
