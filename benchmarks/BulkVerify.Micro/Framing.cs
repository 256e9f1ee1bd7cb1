using BenchmarkDotNet.Attributes;
using BulkVerify.Archives;

namespace BulkVerify.Micro;

/// <summary>Finding the separators of a slab of mail.</summary>
[MemoryDiagnoser]
public class Framing
{
    private byte[] _slab = [];

    [GlobalSetup]
    public void Setup()
    {
        byte[] message = [.. SampleMail.Separator, (byte)'\n', .. SampleMail.Of(8 << 10), (byte)'\n'];
        _slab = [.. Enumerable.Repeat(message, (1 << 20) / message.Length).SelectMany(m => m)];
    }

    [Benchmark]
    public int Frame()
    {
        int count = 0, from = 0;
        while (MboxFramer.Find(_slab, from, MboxSeparators.Strict, atArchiveStart: true, isFinal: true, out SeparatorMatch match, out int headerStart) >= 0 && match == SeparatorMatch.Found)
        {
            from = headerStart;
            count++;
        }
        return count;
    }

    [Benchmark]
    public bool QuotedLines() => QuotedFrom.IsIn(_slab);
}
