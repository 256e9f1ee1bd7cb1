using BenchmarkDotNet.Attributes;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Micro;

/// <summary>Writing rows to a Parquet file, group by group.</summary>
[MemoryDiagnoser]
public class ParquetRows
{
    private readonly List<MessageRow> _rows = [.. Enumerable.Range(0, RowFileWriter.GroupSize).Select(SampleRow.Of)];
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"bulkverify-micro-{Environment.ProcessId}.parquet");

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    [Benchmark(OperationsPerInvoke = RowFileWriter.GroupSize)]
    public async Task<long> Write()
    {
        await using var writer = new RowFileWriter(_path);
        await writer.AddAsync(_rows, CancellationToken.None).ConfigureAwait(false);
        await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        return new FileInfo(_path).Length;
    }
}
