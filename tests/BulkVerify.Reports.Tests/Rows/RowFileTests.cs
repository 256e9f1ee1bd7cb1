using System.Text.Json;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Tests.Rows;

public sealed class RowFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RowFileWriter.GroupSize)]
    [InlineData(RowFileWriter.GroupSize + 1)]
    public async Task Rows_come_back_as_written_in_their_order(int count)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        MessageRow[] rows = [.. Enumerable.Range(0, count).Select(Row)];
        string path = Path.Combine(_folder, "rows.parquet");
        await using (var writer = new RowFileWriter(path))
        {
            foreach (MessageRow row in rows)
                await writer.AddAsync(row, cancellation);
            await writer.CompleteAsync(cancellation);
        }
        List<MessageRow> read = [];
        await foreach (MessageRow row in RowFileReader.ReadAsync(path, cancellation))
            read.Add(row);
        Assert.Equal(rows.Select(r => JsonSerializer.Serialize(r)), read.Select(r => JsonSerializer.Serialize(r)));
    }

    [Fact]
    public void A_row_is_added_without_an_allocation_once_the_buffers_have_grown()
    {
        var columns = new RowColumns();
        MessageRow[] rows = [.. Enumerable.Range(0, 250).Select(Row)];
        columns.Add(Row(3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (MessageRow row in rows)
            columns.Add(row);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
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
}
