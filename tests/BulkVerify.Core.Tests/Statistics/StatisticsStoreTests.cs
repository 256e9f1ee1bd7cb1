using System.Reflection;
using BulkVerify.Statistics;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public sealed class StatisticsStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Any_bound_any_order_and_any_partition_give_the_same_bytes()
    {
        Gen.Select(RowSamples.Row.Array[0, 60], Gen.Int[1, 5], Gen.Int[0, 6], Gen.Int).Sample((rows, parts, most, seed) =>
        {
            MessageRow[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            using StatisticsStore merged = New(most);
            foreach (MessageRow[] part in Enumerable.Range(0, parts).Select(p => shuffled.Where((_, i) => i % parts == p).ToArray()))
            {
                using StatisticsStore one = New(most);
                Array.ForEach(part, one.Add);
                merged.Merge(one);
            }
            return Whole(rows).AsSpan().SequenceEqual(Bytes(merged));
        });
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Many_files_become_one_and_nothing_is_lost()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 500).Select(i => Row($"{i % 83}.example"))];
        using StatisticsStore store = New(0);
        Array.ForEach(rows, store.Add);
        Assert.InRange(Directory.GetFiles(_folder).Length, 1, 65);
        Assert.Empty(store.Current.Streams);
        Assert.Equal(Whole(rows), Bytes(store));
        // Writing takes nothing away.
        store.Add(Row("more.example"));
        Assert.Equal(Whole([.. rows, Row("more.example")]), Bytes(store));
    }

    [Fact]
    public void What_a_stopped_run_left_is_taken_over_and_gone_from_its_place()
    {
        MessageRow[] first = [.. Enumerable.Range(0, 20).Select(i => Row($"{i}.example"))], second = [.. Enumerable.Range(10, 20).Select(i => Row($"{i}.example"))];
        string left = Path.Combine(_folder, "left");
        File.WriteAllBytes(left, Whole(first));
        using StatisticsStore store = New(5);
        Assert.True(store.TryTakeOver(left));
        Assert.False(File.Exists(left));
        Array.ForEach(second, store.Add);
        Assert.Equal(Whole([.. first, .. second]), Bytes(store));
    }

    [Fact]
    public void What_was_left_and_is_damaged_is_not_counted_and_gone()
    {
        string left = Path.Combine(_folder, "left");
        byte[] damaged = Whole([Row("one.example"), Row("other.example")]);
        damaged[^30] ^= 1;
        File.WriteAllBytes(left, damaged);
        using StatisticsStore store = New(5);
        Assert.False(store.TryTakeOver(left));
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(Whole([]), Bytes(store));
    }

    [Fact]
    public void Long_texts_go_to_a_file_before_there_are_many_groups()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 400).Select(i => Row($"{i % 7}.example"))];
        for (int i = 0; i < rows.Length; i++)
            rows[i].ListId = $"{new string((char)('a' + (i % 26)), 200)}.{i}";
        using var store = new StatisticsStore(Path.Combine(_folder, "statistics-"), 1000, maxMemory: 20_000);
        foreach (MessageRow row in rows)
        {
            store.Add(row);
            Assert.InRange(store.Current.MeasureGroups(), 0, 20_000);
        }
        Assert.NotEmpty(Directory.GetFiles(_folder));
        Assert.Equal(Whole(rows), Bytes(store));
    }

    [Fact]
    public void What_a_row_may_add_to_memory_is_never_counted_too_low()
    {
        foreach (PropertyInfo property in typeof(MessageRow).GetProperties().Where(p => p.PropertyType == typeof(string) && p.Name != nameof(MessageRow.Fingerprint)))
        {
            MessageRow row = FilledRow.Make();
            row.Fingerprint = "";
            row.Class = "received";
            property.SetValue(row, new string('x', 100_000));
            var statistics = new RunStatistics();
            statistics.Add(row);
            long measured = statistics.MeasureGroups();
            Assert.True(measured < RowTexts.MemoryOf(row) + 50_000, $"{property.Name}: {measured}");
        }
    }

    [Fact]
    public void Measuring_changes_nothing()
    {
        var measured = new RunStatistics();
        var plain = new RunStatistics();
        foreach (MessageRow row in Enumerable.Range(0, 200).Select(i => Row($"{i % 3}.example")).Select((r, i) => { r.ListId = $"list{i * 7919 % 100}"; return r; }))
        {
            measured.Add(row);
            measured.MeasureGroups();
            plain.Add(row);
        }
        Assert.Equal(BytesOf(plain), BytesOf(measured));

        static byte[] BytesOf(RunStatistics statistics)
        {
            using var stream = new MemoryStream();
            StatisticsCodec.Write(statistics, stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Small_ones_need_no_file()
    {
        using StatisticsStore store = New(10);
        store.Add(Row("example.com"));
        using Stream counted = store.ToStream();
        Assert.Equal(1, StatisticsCodec.Read(counted).Messages);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private StatisticsStore New(int most) => new(Path.Combine(_folder, "statistics-"), most);

    private static MessageRow Row(string author) => new()
    {
        Archive = "a.mbox",
        Class = "received",
        AuthorDomain = author,
        Sender = author,
        DmarcResult = "pass",
        DmarcChecks = "NoAggregateReports",
        SpfResult = "pass",
        SpfAligned = true,
        ReceivedAt = 1_700_000_000,
        Fingerprint = $"{author.GetHashCode(StringComparison.Ordinal) & 0xFF:x16}",
    };

    private static byte[] Whole(IEnumerable<MessageRow> rows)
    {
        var statistics = new RunStatistics();
        foreach (MessageRow row in rows)
            statistics.Add(row);
        var stream = new MemoryStream();
        StatisticsCodec.Write(statistics, stream);
        return stream.ToArray();
    }

    private static byte[] Bytes(StatisticsStore store)
    {
        var stream = new MemoryStream();
        store.WriteTo(stream);
        return stream.ToArray();
    }
}
