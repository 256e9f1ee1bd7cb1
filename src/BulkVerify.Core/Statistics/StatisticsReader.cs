using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace BulkVerify.Statistics;

/// <summary>Reads what <see cref="StatisticsWriter"/> wrote, once and in its order: the head, all entries, all fingerprints. Throws <see cref="InvalidDataException"/> where it is damaged. Not thread-safe.</summary>
internal sealed class StatisticsReader
{
    /// <summary>Largest part of a file that is taken for whole, in bytes: tables inside an entry are bounded.</summary>
    private const int MaxPart = 64 << 20;

    private readonly BinaryReader _from;
    private readonly XxHash3 _check = new();
    private long _entries;

    /// <param name="from">Stays open.</param>
    public StatisticsReader(Stream from)
    {
        _from = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
        Head = Guarded(ReadHead);
    }

    /// <summary>Numbers of messages, archives and altered messages.</summary>
    public RunStatistics Head { get; }

    /// <summary>In their order, each key once.</summary>
    public IEnumerable<StatisticsEntry> Entries()
    {
        while (Guarded(ReadEntry) is { } entry)
            yield return entry;
    }

    /// <summary>Smallest first; copies as often as there are.</summary>
    public IEnumerable<ulong> Fingerprints()
    {
        while (Guarded(ReadFingerprints) is { Length: > 0 } fingerprints)
        {
            foreach (ulong fingerprint in fingerprints)
                yield return fingerprint;
        }
    }

    /// <summary>Returns when all of it could be read.</summary>
    public void ReadToEnd()
    {
        foreach (StatisticsEntry _ in Entries())
        {
        }
        foreach (ulong _ in Fingerprints())
        {
        }
    }

    private RunStatistics ReadHead()
    {
        if (!_from.ReadBytes(StatisticsWriter.Magic.Length).AsSpan().SequenceEqual(StatisticsWriter.Magic))
            throw new InvalidDataException("it holds no statistics, or those of another version");
        var decoder = new TallyDecoder(ReadPart());
        var head = new RunStatistics();
        head.ExchangeHead(decoder);
        return head;
    }

    private StatisticsEntry? ReadEntry()
    {
        byte[] part = ReadPart();
        if (part.Length == 0)
            return null;
        _entries++;
        using var group = new BinaryReader(new MemoryStream(part), Encoding.UTF8);
        var table = (StatisticsTable)group.ReadByte();
        string[] key = new string[StatisticsEntry.PartsOf(table)];
        for (int i = 0; i < key.Length; i++)
            key[i] = group.ReadString();
        long weight = group.Read7BitEncodedInt64();
        return new StatisticsEntry(table, key, weight, part.AsMemory((int)group.BaseStream.Position));
    }

    private ulong[] ReadFingerprints()
    {
        byte[] octets = ReadPart();
        ulong[] fingerprints = new ulong[octets.Length / sizeof(ulong)];
        for (int i = 0; i < fingerprints.Length; i++)
            fingerprints[i] = BinaryPrimitives.ReadUInt64LittleEndian(octets.AsSpan(i * sizeof(ulong)));
        return fingerprints;
    }

    private byte[] ReadPart()
    {
        int length = _from.Read7BitEncodedInt();
        if (length is < 0 or > MaxPart)
            throw new InvalidDataException($"a part of {length} octets");
        byte[] part = _from.ReadBytes(length);
        _check.Append(part);
        return part.Length == length && _from.ReadUInt64() == _check.GetCurrentHashAsUInt64() ? part : throw new InvalidDataException("a part is not as it was written");
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"after {_entries} groups: {(e is InvalidDataException ? e.Message : "it ends early, or holds no number where one should be")}", e);
        }
    }
}
