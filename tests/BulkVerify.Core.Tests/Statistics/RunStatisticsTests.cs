using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public class RunStatisticsTests
{
    [Fact]
    public void Any_order_and_any_partition_give_the_same_bytes()
    {
        Gen.Select(RowSamples.Row.Array[0, 60], Gen.Int[1, 7], Gen.Int).Sample((rows, parts, seed) =>
        {
            RunStatistics whole = Of(rows);
            MessageRow[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            var merged = new RunStatistics();
            foreach (MessageRow[] part in Enumerable.Range(0, parts).Select(p => shuffled.Where((_, i) => i % parts == p).ToArray()))
                merged.Merge(Of(part));
            return Bytes(whole).AsSpan().SequenceEqual(Bytes(merged));
        });
    }

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        RowSamples.Row.Array[0, 40].Sample(rows =>
        {
            byte[] written = Bytes(Of(rows));
            return written.AsSpan().SequenceEqual(Bytes(StatisticsCodec.Read(new MemoryStream(written))));
        });
    }

    [Fact]
    public void Every_message_counts_once()
    {
        RowSamples.Row.Array[0, 60].Sample(rows =>
        {
            RunStatistics statistics = Of(rows);
            Assert.Equal(rows.Length, statistics.Messages);
            Assert.Equal(rows.Length, statistics.Streams.Values.Sum(s => s.Messages));
            Assert.Equal(rows.Length, statistics.Streams.Values.Sum(s => s.Assessments.Sum()));
        });
    }

    [Fact]
    public void Counts_all_but_one_of_equal_fingerprints_as_duplicates()
    {
        MessageRow Row(string fingerprint) => new() { Fingerprint = fingerprint };
        Assert.Equal(2, Of([Row("0a"), Row("0a"), Row("0a"), Row("0b"), Row("")]).CountDuplicates());
    }

    [Fact]
    public void A_damaged_file_is_told_with_its_line()
    {
        var damaged = new MemoryStream("{\"Messages\":0,\"Fingerprints\":\"\"}\n{\"Sender\":"u8.ToArray());
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => StatisticsCodec.Read(damaged)).Message, StringComparison.Ordinal);
    }

    private static RunStatistics Of(IEnumerable<MessageRow> rows)
    {
        var statistics = new RunStatistics();
        foreach (MessageRow row in rows)
            statistics.Add(row);
        return statistics;
    }

    private static byte[] Bytes(RunStatistics statistics)
    {
        statistics.CountDuplicates();
        var stream = new MemoryStream();
        StatisticsCodec.Write(statistics, stream);
        return stream.ToArray();
    }
}
