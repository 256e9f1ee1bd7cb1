using System.Text.Json;
using System.Text.Json.Serialization;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;
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
