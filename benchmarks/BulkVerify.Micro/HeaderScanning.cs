using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;

namespace BulkVerify.Micro;

/// <summary>Finding the fields of a message.</summary>
[MemoryDiagnoser]
public class HeaderScanning
{
    private readonly HeaderTable _table = new();
    private readonly byte[] _message = SampleMail.Of(0);

    [Benchmark]
    public int Scan()
    {
        HeaderScanner.Scan(_message, _table);
        return _table.Count;
    }
}
