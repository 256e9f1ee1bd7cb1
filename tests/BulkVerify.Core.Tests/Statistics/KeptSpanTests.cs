using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public class KeptSpanTests
{
    [Fact]
    public void The_three_first_and_last_times_are_those_of_all_whatever_the_order_of_merging() => Gen.Select(Gen.Long[0, 20].Array[1, 12], Gen.Int[0, 12], Gen.Long[-1, 21]).Sample((times, cut, probe) =>
    {
        KeptSpan[] parts = [.. times.Select(KeptSpan.Of)];
        KeptSpan whole = Merge(parts), split = cut is > 0 && cut < parts.Length ? Merge([.. parts[cut..]]).With(Merge([.. parts[..cut]])) : whole;
        long[] sorted = [.. times.Order()];
        var expected = new KeptSpan(times.Length, sorted[0], sorted[^1], At(sorted, 1), At(sorted, 2), At(sorted, sorted.Length - 2), At(sorted, sorted.Length - 3));
        Assert.Equal(expected, whole);
        Assert.Equal(expected, split);
        Assert.Equal(Math.Min(3, times.Count(t => t <= probe)), whole.UpTo(probe));
        Assert.Equal(Math.Min(3, times.Count(t => t > probe)), whole.After(probe));
    });

    private static KeptSpan Merge(KeptSpan[] parts) => parts.Aggregate(static (one, other) => one.With(other));

    private static long? At(long[] sorted, int index) => index >= 0 && index < sorted.Length && sorted.Length > 1 ? sorted[index] : null;
}
