using System.Net;
using System.Text;

namespace BulkVerify;

/// <summary>
/// Names and short texts that occur again and again in mail, parsed once: a repeated one costs a look-up and no allocation. Holds at most
/// <paramref name="capacity"/> entries of each kind and starts anew when full, so that hostile mail cannot fill memory. One per worker: not thread-safe.
/// </summary>
public sealed class NameTable(int capacity = 65536)
{
    /// <summary>Longer keys are parsed and not kept.</summary>
    private const int MaxKeptLength = 320;

    /// <summary>Most addresses are met once, and are parsed as fast as looked up; those of one's own relays come again in every message.</summary>
    private const int AddressBits = 8;

    private readonly Dictionary<byte[], DomainName?> _names = new(ByteComparer.Instance);
    private readonly Dictionary<byte[], string> _texts = new(ByteComparer.Instance);
    private readonly (uint Number, IPAddress? Address)[] _addresses = new (uint, IPAddress?)[1 << AddressBits];

    /// <summary>The domain name of this spelling; null when it is none.</summary>
    public DomainName? Domain(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxKeptLength)
            return DomainName.TryParse(text);
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(text, out DomainName? name))
            return name;
        if (_names.Count >= capacity)
            _names.Clear();
        name = DomainName.TryParse(text);
        lookup[text] = name;
        return name;
    }

    /// <summary>The address that <see cref="HostAddress.Parse"/> reads in this word; null when it is none. Recent ones of IPv4 are the same object.</summary>
    public IPAddress? Address(ReadOnlySpan<byte> word)
    {
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
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(text, out string? kept))
            return kept;
        if (_texts.Count >= capacity)
            _texts.Clear();
        kept = Encoding.UTF8.GetString(text);
        lookup[text] = kept;
        return kept;
    }
}
