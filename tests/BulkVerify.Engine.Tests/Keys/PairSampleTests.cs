using BulkVerify.Engine.Keys.Recovery;
using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Tests.Keys;

public class PairSampleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(4096)]
    public void Keeps_whole_pairs_of_neighbours_from_all_over(int count)
    {
        var sample = new PairSample();
        for (int i = 0; i < count; i++)
            sample.Add(Signature(i));
        int[] kept = [.. sample.Signatures.Select(Number)];
        Assert.InRange(kept.Length, Math.Min(count, PairSample.MaxPairs), 2 * PairSample.MaxPairs);
        Assert.Equal(0, kept[0]);
        Assert.True(kept[^1] >= count * 3 / 4, $"the last one kept is {kept[^1]} of {count}");
        for (int i = 0; i + 1 < kept.Length; i += 2)
            Assert.Equal((0, kept[i] + 1), (kept[i] % 2, kept[i + 1]));
    }

    [Fact]
    public void Copies_are_kept_once()
    {
        var sample = new PairSample();
        for (int i = 0; i < 10; i++)
            sample.Add(Signature(i % 3));
        Assert.Equal([0, 1, 2], sample.Signatures.Select(Number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Pivots_come_from_the_ends_first_and_each_once(int count)
    {
        int[] order = [.. GroupSearch.Spread(count)];
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        Assert.Equal(new[] { 0, count - 1 }.Take(Math.Min(2, count)), order.Take(2));
    }

    private static RecoverableSignature Signature(int number) => new(new byte[32], BitConverter.GetBytes(number));

    private static int Number(RecoverableSignature signature) => BitConverter.ToInt32(signature.Signature.Span);
}
