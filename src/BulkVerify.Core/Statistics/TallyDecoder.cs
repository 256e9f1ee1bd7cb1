using System.Buffers.Binary;
using System.Text;

namespace BulkVerify.Statistics;

/// <summary>Tallies from what <see cref="TallyEncoder"/> wrote. Throws <see cref="InvalidDataException"/> where the bytes end early or hold no number. Not thread-safe.</summary>
internal sealed class TallyDecoder(ReadOnlyMemory<byte> octets) : TallyPort
{
    private int _at;

    public override bool IsReading => true;

    public bool IsAtEnd => _at == octets.Length;

    public override long Exchange(long value)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte octet = Take(1)[0];
            number |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return (long)(number >> 1) ^ -(long)(number & 1);
        }
        throw new InvalidDataException("a number does not end");
    }

    public override ulong Exchange(ulong value) => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public override string Exchange(string value) => Encoding.UTF8.GetString(Take(Exchange(0)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > octets.Length - _at)
            throw new InvalidDataException("it ends early");
        ReadOnlySpan<byte> taken = octets.Span.Slice(_at, count);
        _at += count;
        return taken;
    }
}
