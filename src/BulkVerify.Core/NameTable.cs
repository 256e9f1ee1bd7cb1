using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;

namespace BulkVerify;

/// <summary>
/// Names and short texts that occur again and again in mail, parsed once: one met lately costs a look-up and no allocation. Each has two places it may be in,
/// so that hostile mail cannot fill memory and what is met often stays in the processor's cache. One per worker: not thread-safe.
/// </summary>
/// <param name="capacity">Names kept at most, and as many texts: a power of two, at least 2.</param>
public sealed class NameTable(int capacity = 8192)
{
    /// <summary>Longer texts are parsed and not kept.</summary>
    private const int MaxKeptLength = 320;

    /// <summary>Most addresses are met once, and are parsed as fast as looked up; those of one's own relays come again in every message.</summary>
    private const int AddressBits = 8;

    // Pairs of places: what is met in the second moves to the first, what is new pushes out the second.
    private readonly (uint Hash, DomainName? Name)[] _names = new (uint, DomainName?)[capacity];
    private readonly (uint Hash, string? Text)[] _texts = new (uint, string?)[capacity];
    private readonly (uint Number, IPAddress? Address)[] _addresses = new (uint, IPAddress?)[1 << AddressBits];

    /// <summary>The domain name of this spelling; null when it is none.</summary>
    public DomainName? Domain(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxKeptLength)
            return DomainName.TryParse(text);
        uint hash = HashOf(text);
        ref (uint Hash, DomainName? Name) first = ref _names[SetOf(hash)];
        if (first.Hash == hash && IsSpelling(text, first.Name))
            return first.Name;
        ref (uint Hash, DomainName? Name) second = ref _names[SetOf(hash) + 1];
        DomainName? name = second.Hash == hash && IsSpelling(text, second.Name) ? second.Name : DomainName.TryParse(text);
        if (name is not null)
            (first, second) = ((hash, name), first);
        return name;
    }

    /// <summary>The address that <see cref="HostAddress.Parse"/> reads in this word; null when it is none. Recent ones of IPv4 are the same object.</summary>
    public IPAddress? Address(ReadOnlySpan<byte> word)
    {
        if (!HostAddress.CanBeAddress(word))
            return null;
        ReadOnlySpan<byte> inside = word is [(byte)'[', .., (byte)']'] ? word[1..^1] : word;
        if (!HostAddress.TryParseV4(inside, out uint address))
            return HostAddress.Parse(word);
        ref (uint Number, IPAddress? Address) recent = ref _addresses[(address * 0x9E3779B1u) >> (32 - AddressBits)];
        if (recent.Address is null || recent.Number != address)
            recent = (address, HostAddress.OfV4(address));
        return recent.Address;
    }

    /// <summary>The text of these octets, UTF-8 with replacement characters for what is not, cut to <paramref name="maxLength"/> octets.</summary>
    public string Text(ReadOnlySpan<byte> text, int maxLength = MaxKeptLength)
    {
        if (text.IsEmpty)
            return "";
        if (text.Length > maxLength)
            text = text[..maxLength];
        if (text.Length > MaxKeptLength)
            return Encoding.UTF8.GetString(text);
        uint hash = HashOf(text);
        ref (uint Hash, string? Text) first = ref _texts[SetOf(hash)];
        if (first.Hash == hash && first.Text is { } recent && Ascii.Equals(text, recent))
            return recent;
        ref (uint Hash, string? Text) second = ref _texts[SetOf(hash) + 1];
        string kept = second.Hash == hash && second.Text is { } older && Ascii.Equals(text, older) ? older : Encoding.UTF8.GetString(text);
        (first, second) = ((hash, kept), first);
        return kept;
    }

    /// <summary>True when parsing the text gives this name for certain. Of other spellings, U-labels for one, that is only known when they are parsed.</summary>
    private static bool IsSpelling(ReadOnlySpan<byte> text, DomainName? name) => name is not null && Ascii.EqualsIgnoreCase(text, name.Value);

    private int SetOf(uint hash) => (int)(hash & (uint)(_names.Length - 2));

    /// <summary>Octets at both ends, in the middle and the length: texts that differ elsewhere share a pair of places, which costs their parsing and no more.</summary>
    internal static uint HashOf(ReadOnlySpan<byte> text)
    {
        ulong head, tail, middle = 0;
        if (text.Length >= 8)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(text);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
            if (text.Length > 16)
                middle = BinaryPrimitives.ReadUInt64LittleEndian(text[((text.Length / 2) - 4)..]);
        }
        else if (text.Length >= 4)
        {
            head = BinaryPrimitives.ReadUInt32LittleEndian(text);
            tail = BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]);
        }
        else
        {
            head = text.IsEmpty ? 0u : (uint)(text[0] | (text[text.Length / 2] << 8));
            tail = text.IsEmpty ? 0u : text[^1];
        }
        ulong mixed = (head * 0x9E3779B97F4A7C15) + (BitOperations.RotateLeft(tail, 29) * 0xC2B2AE3D27D4EB4F) + ((middle ^ (uint)text.Length) * 0x165667B19E3779F9);
        mixed ^= mixed >> 32;
        return (uint)((mixed * 0x9E3779B97F4A7C15) >> 32);
    }
}
