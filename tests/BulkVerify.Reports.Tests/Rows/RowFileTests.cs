using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;
using BulkVerify.TestKit;
using Parquet.Serialization;

namespace BulkVerify.Reports.Tests.Rows;

public sealed class RowFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-rows-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RowFileWriter.GroupSize)]
    [InlineData(RowFileWriter.GroupSize + 1)]
    public async Task Rows_come_back_as_written_in_their_order(int count)
    {
        MessageRow[] rows = [.. Enumerable.Range(0, count).Select(Row)];
        string path = await WriteAsync(rows);
        Assert.Equal(rows.Select(r => JsonSerializer.Serialize(r)), (await RowFileReader.ReadAsync(path, Stop).ToArrayAsync(Stop)).Select(r => JsonSerializer.Serialize(r)));
    }

    [Fact]
    public async Task The_library_that_reads_by_reflection_reads_the_same_rows()
    {
        string path = await WriteAsync([.. Enumerable.Range(0, RowFileWriter.GroupSize + 7).Select(Row)]);
        List<MessageRow> expected = [];
        await using (FileStream file = File.OpenRead(path))
        {
            for (int group = 0; group < 2; group++, file.Position = 0)
                expected.AddRange((await ParquetSerializer.DeserializeAsync<MessageRow>(file, null, group, Stop)).Data);
        }
        Assert.Equal(expected.Select(r => JsonSerializer.Serialize(r)), (await RowFileReader.ReadAsync(path, Stop).ToArrayAsync(Stop)).Select(r => JsonSerializer.Serialize(r)));
    }

    [Fact]
    public async Task Verdicts_are_the_columns_that_decide_and_the_rest_is_as_in_a_new_row()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 9).Select(Row)];
        MessageRow[] read = await RowFileReader.ReadVerdictsAsync(await WriteAsync(rows), Stop).ToArrayAsync(Stop);
        Assert.Equal(
            rows.Select(r => JsonSerializer.Serialize(new MessageRow
            {
                Archive = r.Archive,
                Offset = r.Offset,
                MessageId = r.MessageId,
                AuthorDomain = r.AuthorDomain,
                Dkim = [.. r.Dkim.Select(s => new SignatureRow { Result = s.Result, Reason = s.Reason, Aligned = s.Aligned })],
                DmarcResult = r.DmarcResult,
            })),
            read.Select(r => JsonSerializer.Serialize(r)));
    }

    [Fact]
    public async Task Rows_read_by_the_columns_of_their_verdicts_count_as_whole_rows_do()
    {
        var random = new Random(7);
        MessageRow[] rows = [.. Enumerable.Range(0, 500).Select(_ => RandomRow(random))];
        string path = await WriteAsync(rows);
        int at = 0;
        await foreach (MessageRow read in RowFileReader.ReadVerdictsAsync(path, Stop))
        {
            MessageRow row = rows[at++];
            Assert.All(Read(read), column => Assert.Equal(column.Value, column.Property.GetValue(row)));
            Assert.Equal(row.Dkim.Count, read.Dkim.Count);
            Assert.All(row.Dkim.Zip(read.Dkim), pair => Assert.All(Read(pair.Second), column => Assert.Equal(column.Value, column.Property.GetValue(pair.First))));
            Assert.Equal(
                (RowAssessor.Assess(row), RowAssessor.OutcomeWords(row), RowAssessor.FailureCause(row)), (RowAssessor.Assess(read), RowAssessor.OutcomeWords(read), RowAssessor.FailureCause(read)));
        }
        Assert.Equal(rows.Length, at);
        Assert.True(rows.Select(RowAssessor.Assess).Distinct().Count() >= 6);
    }

    [Fact]
    public async Task Places_are_read_alone()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 9).Select(Row)];
        Assert.Equal(rows.Select(r => new MessageLocator(r.Archive, r.Offset)), await RowFileReader.ReadPlacesAsync(await WriteAsync(rows), Stop).ToArrayAsync(Stop));
    }

    [Fact]
    public async Task A_file_without_a_column_names_it()
    {
        string path = Path.Combine(_folder, "other.parquet");
        await using (FileStream file = File.Create(path))
            await ParquetSerializer.SerializeAsync(new[] { new Other { Archive = "a" } }, file, cancellationToken: Stop);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () => await RowFileReader.ReadPlacesAsync(path, Stop).ToArrayAsync(Stop));
        Assert.Contains("offset", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_rows_or_an_error_that_names_it()
    {
        string path = await WriteAsync([.. Enumerable.Range(0, 40).Select(Row)]);
        byte[] good = await File.ReadAllBytesAsync(path, Stop);
        for (int i = 0; i < good.Length; i += 41)
        {
            byte[] damaged = [.. good];
            damaged[i] ^= 0x55;
            await CheckAsync(damaged, i);
            await CheckAsync(good[..i], i);
        }

        async Task CheckAsync(byte[] damaged, int at)
        {
            await File.WriteAllBytesAsync(path, damaged, Stop);
            try
            {
                int rows = (await RowFileReader.ReadAsync(path, Stop).ToArrayAsync(Stop)).Length;
                Assert.True(rows == 40, $"{rows} rows with octet {at}");
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith($"{path}: is damaged (", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_row_is_added_without_an_allocation_once_the_buffers_have_grown()
    {
        var columns = new RowColumns();
        MessageRow[] rows = [.. Enumerable.Range(0, 250).Select(Row)];
        columns.Add(rows.AsSpan(0, 125));
        long before = GC.GetAllocatedBytesForCurrentThread();
        columns.Add(rows.AsSpan(125));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private async Task<string> WriteAsync(MessageRow[] rows)
    {
        string path = Path.Combine(_folder, "rows.parquet");
        await using var writer = new RowFileWriter(path);
        await writer.AddAsync([.. rows], Stop);
        await writer.CompleteAsync(Stop);
        return path;
    }

    /// <summary>The columns that something was read into.</summary>
    private static IEnumerable<(PropertyInfo Property, object? Value)> Read<T>(T row)
        where T : new() => typeof(T).GetProperties()
        .Where(p => p.Name != nameof(MessageRow.Dkim)).Select(p => (p, p.GetValue(row))).Where(c => !Equals(c.Item2, c.p.GetValue(new T())));

    private static MessageRow RandomRow(Random random)
    {
        MessageRow row = FilledRow.Fill(new MessageRow(), () => random.Next(100));
        row.Class = random.Next(8) == 0 ? "never-received" : "received";
        row.SpfResult = OneOf("pass", "fail", "softfail", "none", "temperror");
        row.SpfReason = OneOf("NotRecorded", "NoClientAddress", "MatchedAll");
        row.DmarcResult = OneOf("pass", "fail", "none", "temperror");
        row.DmarcReason = OneOf("NotRecorded", "NoRecord");
        row.DmarcEffectivePolicy = OneOf("none", "quarantine", "reject");
        row.Indirect = OneOf("", "arc");
        row.Dkim = [.. Enumerable.Range(0, random.Next(4)).Select(_ => FilledRow.Fill(new SignatureRow(), () => random.Next(100)))];
        foreach (SignatureRow signature in row.Dkim)
            (signature.Result, signature.Reason) = OneOf(("pass", "Verified"), ("neutral", "KeyNotFound"), ("fail", "BodyHashMismatch"), ("temperror", "DnsTimeout"));
        return row;

        T OneOf<T>(params T[] values) => values[random.Next(values.Length)];
    }

    private static MessageRow Row(int i) => new()
    {
        Archive = "inbox.mbox",
        Offset = i * 100L,
        Length = i,
        MessageId = $"<{i}@example.com>",
        ReceivedAt = i % 3 == 0 ? null : 1_700_000_000 + i,
        AuthorDomain = "example.com",
        Dkim = [.. Enumerable.Range(0, i % 4).Select(n => new SignatureRow { D = $"d{n}.example", S = "s", A = "rsa-sha256", Bits = 2048, Result = "pass", Reason = "Verified", Aligned = n == 0, KeyFrom = "dns" })],
        DmarcResult = "pass",
    };

    private sealed class Other
    {
        [JsonPropertyName("archive")]
        public string Archive { get; set; } = "";
    }
}
