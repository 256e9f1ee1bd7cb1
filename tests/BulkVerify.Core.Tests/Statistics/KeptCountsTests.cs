using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public class KeptCountsTests
{
    [Fact]
    public void Any_order_and_partition_keep_the_same_texts_with_exact_counts()
    {
        Gen.Select(Gen.Int[0, 99].Array[0, 300], Gen.Int[1, 5], Gen.Byte[1, KeptCounts.MaxTexts], Gen.Int).Sample((texts, parts, most, seed) =>
        {
            KeptCounts whole = Of(texts, most);
            int[] shuffled = [.. texts];
            new Random(seed).Shuffle(shuffled);
            var merged = new KeptCounts(most);
            for (int part = 0; part < parts; part++)
                merged.Merge(Of(shuffled.Where((_, i) => i % parts == part), most));
            Assert.Equal(whole.Texts, merged.Texts);
            Assert.Equal(whole.IsCut, merged.IsCut);
            Assert.Equal(texts.Distinct().Count() > most, whole.IsCut);
            Assert.All(whole.Texts, kept => Assert.Equal(texts.Count(t => $"{t}" == kept.Key), kept.Value));
        });
    }

    [Fact]
    public void What_was_written_and_read_goes_on_as_if_it_never_was()
    {
        Gen.Select(Gen.Int[0, 9999].Array[0, 400], Gen.Int[0, 40]).Sample((texts, first) =>
        {
            KeptCounts counts = Read(Of(texts.Take(first)), new KeptCounts());
            counts.Merge(Of(texts.Skip(first)));
            Assert.Equal(Of(texts).Texts, counts.Texts);
            Assert.Equal(Of(texts).IsCut, counts.IsCut);

            KeptSpans spans = Read(SpansOf(texts.Take(first)), new KeptSpans());
            spans.Merge(SpansOf(texts.Skip(first)));
            Assert.Equal(SpansOf(texts).Texts, spans.Texts);
        });
    }

    [Fact]
    public void The_commonest_text_is_the_first_in_text_order_of_equal_ones()
    {
        var counts = new KeptCounts();
        counts.Add("b");
        counts.Add("a");
        counts.AddPair("c", "d");
        Assert.Equal("a", counts.Commonest());
        counts.Add("c d");
        Assert.Equal("c d", counts.Commonest());
        Assert.Equal("", new KeptCounts().Commonest());
    }

    private static T Read<T>(T written, T read) where T : IStoredTally
    {
        var encoder = new TallyEncoder();
        encoder.Exchange(written);
        new TallyDecoder(encoder.Written.ToArray()).Exchange(read);
        return read;
    }

    private static KeptSpans SpansOf(IEnumerable<int> texts)
    {
        var spans = new KeptSpans();
        foreach (int text in texts)
            spans.Add($"{text}", text);
        return spans;
    }

    private static KeptCounts Of(IEnumerable<int> texts, byte most = KeptCounts.MaxTexts)
    {
        var counts = new KeptCounts(most);
        foreach (int text in texts)
            counts.Add($"{text}");
        return counts;
    }
}
