using System.Text;

namespace BulkVerify.Forge;

/// <summary>Octets that grow; kept and reused from message to message.</summary>
internal sealed class ByteText
{
    private byte[] _octets = new byte[64 << 10];

    public int Length { get; private set; }

    public Span<byte> Span => _octets.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(byte octet)
    {
        Room(1)[0] = octet;
        Length++;
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room(octets.Length));
        Length += octets.Length;
    }

    public void Append(string text) => Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void AppendLine(string text)
    {
        Append(text);
        Append("\r\n"u8);
    }

    /// <summary>Space for <paramref name="count"/> octets behind the text; <see cref="Advance"/> takes what was written there.</summary>
    public Span<byte> Room(int count)
    {
        if (_octets.Length - Length < count)
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, Length + count));
        return _octets.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Truncate(int length) => Length = length;
}
