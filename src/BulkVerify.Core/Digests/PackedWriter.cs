using System.Buffers;
using System.Net;
using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Writes small values compactly: numbers in base 128, texts and octets with their length. What <see cref="PackedReader"/> reads.</summary>
internal readonly struct PackedWriter(IBufferWriter<byte> output)
{
    private const int MaxNumberLength = 10;

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Code<T>(T value)
        where T : struct, Enum => Number(EnumCodes<T>.CodeOf(value));

    /// <summary>A code or nothing.</summary>
    public void Code<T>(T? value)
        where T : struct, Enum => Number(value is { } present ? EnumCodes<T>.CodeOf(present) + 1 : 0);

    /// <summary>Seven bits an octet, lowest first.</summary>
    public void Number(ulong value)
    {
        Span<byte> span = output.GetSpan(MaxNumberLength);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    public void Count(int value) => Number((ulong)value);

    /// <summary>Any sign; small magnitudes are short.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Signed(long? value)
    {
        Flag(value is not null);
        if (value is { } present)
            Signed(present);
    }

    public void Octets(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        output.Write(value);
    }

    public void Fixed64(ulong value)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    public void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(Math.Max(length, 1)));
        output.Advance(length);
    }

    /// <summary>A name or nothing.</summary>
    public void Name(DomainName? value) => Text(value?.Value ?? "");

    public void Names(IReadOnlyList<DomainName> names)
    {
        Count(names.Count);
        foreach (DomainName name in names)
            Name(name);
    }

    public void Author(AuthorDomain author)
    {
        Code(author.Status);
        Count(author.Count);
        for (int i = 0; i < author.Count; i++)
            Name(author[i]);
    }

    public void KeyChecks(IReadOnlyList<KeyCheck> checks)
    {
        Count(checks.Count);
        foreach (KeyCheck check in checks)
        {
            Fixed64(check.KeyHash);
            Flag(check.IsValid);
        }
    }

    /// <summary>An address or nothing.</summary>
    public void Address(IPAddress? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }
        Span<byte> octets = stackalloc byte[16];
        value.TryWriteBytes(octets, out int length);
        Octets(octets[..length]);
        if (length == 16)
            Number((ulong)value.ScopeId);
    }
}
