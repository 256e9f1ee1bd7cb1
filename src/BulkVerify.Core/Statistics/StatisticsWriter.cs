using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace BulkVerify.Statistics;

/// <summary>Writes statistics as a file that is read and merged in one pass: the head, then the groups of all tables in their order, then the fingerprints. Each is a
/// part: its length, its octets, and the XXH3 of all octets of parts so far, so that none is taken for another. Equal content gives equal bytes. Not thread-safe.</summary>
internal sealed class StatisticsWriter : IDisposable
{
    /// <summary>Ends in the version of the format.</summary>
    internal static readonly byte[] Magic = "bulkverify statistics 5\n"u8.ToArray();

    private const int FingerprintsPerPart = 8192;

    private readonly BinaryWriter _to;
    private readonly XxHash3 _check = new();

    /// <param name="to">Stays open.</param>
    /// <param name="head">Whose numbers of messages, archives and altered messages it gets.</param>
    public StatisticsWriter(Stream to, RunStatistics head)
    {
        _to = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        _to.Write(Magic);
        var encoder = new TallyEncoder();
        head.ExchangeHead(encoder);
        WritePart(encoder.Written);
    }

    /// <summary>Writes all entries; only once.</summary>
    /// <param name="entries">In their order.</param>
    public void Write(IEnumerable<StatisticsEntry> entries)
    {
        using var part = new MemoryStream();
        using var group = new BinaryWriter(part, Encoding.UTF8);
        foreach (StatisticsEntry entry in entries)
        {
            part.SetLength(0);
            group.Write((byte)entry.Table);
            foreach (string text in entry.Key)
                group.Write(text);
            group.Write7BitEncodedInt64(entry.Weight);
            group.Write(entry.Tally.Span);
            WritePart(part.GetBuffer().AsSpan(0, (int)part.Length));
        }
        WritePart([]);
    }

    /// <summary>Writes all fingerprints; only once, after the entries.</summary>
    /// <param name="fingerprints">Smallest first.</param>
    public void Write(IEnumerable<ulong> fingerprints)
    {
        byte[] part = new byte[FingerprintsPerPart * sizeof(ulong)];
        int length = 0;
        foreach (ulong fingerprint in fingerprints)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(part.AsSpan(length), fingerprint);
            length += sizeof(ulong);
            if (length < part.Length)
                continue;
            WritePart(part);
            length = 0;
        }
        if (length > 0)
            WritePart(part.AsSpan(0, length));
        WritePart([]);
    }

    public void Dispose() => _to.Dispose();

    private void WritePart(ReadOnlySpan<byte> part)
    {
        _to.Write7BitEncodedInt(part.Length);
        _to.Write(part);
        _check.Append(part);
        _to.Write(_check.GetCurrentHashAsUInt64());
    }
}
