using System.Text;
using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;

namespace BulkVerify.Micro;

/// <summary>Finding the fields of a header of 30 fields.</summary>
[MemoryDiagnoser]
public class HeaderScanning
{
    private readonly HeaderTable _table = new();
    private readonly byte[] _message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 30).Select(i => $"X-Field-{i}: a value of some length\n\tthat is folded once\n")) + "\nbody\n");

    [Benchmark]
    public int Scan()
    {
        HeaderScanner.Scan(_message, _table);
        return _table.Count;
    }
}
