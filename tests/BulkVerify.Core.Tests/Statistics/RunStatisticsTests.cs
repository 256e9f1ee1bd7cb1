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
    public void A_file_that_is_cut_off_anywhere_is_told_and_never_read_as_less()
    {
        byte[] written = Bytes(Of(RowSamples.Row.Array[12].Single()));
        for (int length = 0; length < written.Length; length++)
            Assert.Throws<InvalidDataException>(() => StatisticsCodec.Read(new MemoryStream(written[..length])));
    }

    [Fact]
    public void A_file_with_any_octet_changed_is_told_and_never_read_as_other_numbers()
    {
        byte[] written = Bytes(Of(RowSamples.Row.Array[12].Single()));
        for (int i = 0; i < written.Length; i++)
        {
            byte[] damaged = [.. written];
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<InvalidDataException>(() => StatisticsCodec.Read(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void A_file_of_another_version_is_told() =>
        Assert.Contains("another version", Assert.Throws<InvalidDataException>(() => StatisticsCodec.Read(new MemoryStream("{\"Messages\":0}\n"u8.ToArray()))).Message, StringComparison.Ordinal);

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
