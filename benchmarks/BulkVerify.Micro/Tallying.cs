using BenchmarkDotNet.Attributes;
using BulkVerify.Statistics;

namespace BulkVerify.Micro;

/// <summary>Counting the row of a message whose kind was met before.</summary>
[MemoryDiagnoser]
public class Tallying
{
    private readonly MessageRow _row = SampleRow.Of(1);
    private RunStatistics _statistics = new();

    [GlobalSetup]
    public void Setup() => _statistics = new RunStatistics();

    [Benchmark]
    public long Count()
    {
        _statistics.Add(_row);
        return _statistics.Messages;
    }
}
