using System.Net;
using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Reads what <see cref="PackedWriter"/> wrote. Octets from anywhere are safe: after the first thing that cannot be, <see cref="Failed"/> is set, every further
/// value is empty, and nothing larger than what is there is ever allocated.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> octets)
{
    /// <summary>Longest text or run of octets.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>Most items of a list.</summary>
    public const int MaxItems = 1024;

    private ReadOnlySpan<byte> _rest = octets;

    public bool Failed { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Octets that are left.</summary>
    public readonly int Rest => _rest.Length;

    public byte Byte()
    {
        ReadOnlySpan<byte> octet = Take(1);
        return octet.IsEmpty ? (byte)0 : octet[0];
    }

    public bool Flag()
    {
        byte value = Byte();
        if (value > 1)
            Fail();
        return value == 1;
    }

    public T Code<T>()
        where T : struct, Enum
    {
        if (EnumCodes<T>.TryGet(Number(), out T value))
            return value;
        Fail();
        return default;
    }

    public T? CodeOrNull<T>()
        where T : struct, Enum
    {
        ulong code = Number();
        if (code == 0)
            return null;
        if (EnumCodes<T>.TryGet(code - 1, out T value))
            return value;
        Fail();
        return null;
    }

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte octet = Byte();
            // The tenth octet holds one bit.
            if (Failed || (shift == 63 && octet > 1))
                break;
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
                return value;
        }
        Fail();
        return 0;
    }

    /// <summary>A number that fits, from 0 to <paramref name="max"/>.</summary>
    public int Count(int max)
    {
        ulong value = Number();
        if (value <= (ulong)max)
            return (int)value;
        Fail();
        return 0;
    }

    /// <summary>The length of a list, each item of which takes an octet at least.</summary>
    public int Items()
    {
        int count = Count(MaxItems);
        if (count <= _rest.Length)
            return count;
        Fail();
        return 0;
    }

    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public long? SignedOrNull() => Flag() ? Signed() : null;

    public ReadOnlySpan<byte> Octets(int max = MaxLength) => Take(Count(max));

    public ulong Fixed64()
    {
        ReadOnlySpan<byte> value = Take(8);
        return value.IsEmpty ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(value);
    }

    /// <summary>A text that few messages share.</summary>
    public string Text() => Encoding.UTF8.GetString(Octets());

    /// <summary>A text that many messages share.</summary>
    public string Text(NameTable names) => names.Text(Octets(), MaxLength);

    public DomainName? Name(NameTable names)
    {
        ReadOnlySpan<byte> text = Octets();
        if (text.IsEmpty)
            return null;
        DomainName? name = names.Domain(text);
        if (name is null)
            Fail();
        return name;
    }

    public DomainName[] Names(NameTable names)
    {
        int count = Items();
        if (count == 0)
            return [];
        var read = new DomainName[count];
        for (int i = 0; i < count; i++)
        {
            if (Name(names) is not { } name)
            {
                Fail();
                return [];
            }
            read[i] = name;
        }
        return read;
    }

    public AuthorDomain Author(NameTable names)
    {
        AuthorDomainStatus status = Code<AuthorDomainStatus>();
        DomainName[] domains = Names(names);
        if (domains.Length > AuthorDomain.MaxDomains)
            Fail();
        return domains.Length > 1 ? new AuthorDomain(status, domains) : new AuthorDomain(status, domains.Length == 1 ? domains[0] : null);
    }

    public KeyCheck[] KeyChecks()
    {
        int count = Items();
        if (count == 0)
            return [];
        var checks = new KeyCheck[count];
        for (int i = 0; i < count; i++)
            checks[i] = new KeyCheck(Fixed64(), Flag());
        return checks;
    }

    public IPAddress? Address()
    {
        ReadOnlySpan<byte> octets = Octets();
        switch (octets.Length)
        {
            case 0:
                return null;
            case 4:
                return new IPAddress(octets);
            case 16:
                return new IPAddress(octets, Count(int.MaxValue));
            default:
                Fail();
                return null;
        }
    }

    public void Fail()
    {
        Failed = true;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            Fail();
            return default;
        }
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
