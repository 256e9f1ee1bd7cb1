using System.Buffers.Binary;
using System.Text;

namespace BulkVerify.Statistics;

/// <summary>Tallies to bytes: numbers in base 128, signs in the lowest bit, texts in UTF-8 after their length. Not thread-safe.</summary>
internal sealed class TallyEncoder : TallyPort
{
    private const int MaxNumberOctets = 10;

    private byte[] _octets = new byte[4096];
    private int _count;

    public override bool IsReading => false;

    /// <summary>What was written since <see cref="Clear"/>; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public override long Exchange(long value)
    {
        Reserve(MaxNumberOctets);
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            _octets[_count++] = (byte)(rest | 0x80);
        _octets[_count++] = (byte)rest;
        return value;
    }

    public override ulong Exchange(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_octets.AsSpan(_count), value);
        _count += sizeof(ulong);
        return value;
    }

    public override string Exchange(string value)
    {
        Exchange((long)Encoding.UTF8.GetByteCount(value));
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        _count += Encoding.UTF8.GetBytes(value, _octets.AsSpan(_count));
        return value;
    }

    private void Reserve(int octets)
    {
        if (_octets.Length - _count < octets)
            Array.Resize(ref _octets, Math.Max(2 * _octets.Length, _count + octets));
    }
}
