using System.Globalization;
using System.Net;

namespace BulkVerify.Claims;

/// <summary>One's own mail hosts, as names, addresses and CIDR blocks. A name stands for the host and all names below it. Immutable.</summary>
public sealed class RelayList
{
    public static readonly RelayList Empty = new([], []);

    private readonly (byte[] Prefix, int Bits)[] _blocks;
    private readonly string[] _names;

    private RelayList((byte[], int)[] blocks, string[] names)
    {
        _blocks = blocks;
        _names = names;
    }

    public bool IsEmpty => _blocks.Length == 0 && _names.Length == 0;

    /// <summary>Reads the entries; the list is null when one is neither an address, a block nor a name, and <paramref name="refused"/> is that entry.</summary>
    public static RelayList? TryParse(IEnumerable<string> entries, out string? refused)
    {
        var blocks = new List<(byte[], int)>();
        var names = new List<string>();
        foreach (string entry in entries)
        {
            if (TryParseBlock(entry, out byte[] prefix, out int bits))
                blocks.Add((prefix, bits));
            else if (!entry.Contains('/') && DomainName.TryParse(entry.AsSpan().TrimStart("*.")) is { HasMailCharacters: true } name)
                names.Add(name.Value);
            else
            {
                refused = entry;
                return null;
            }
        }
        refused = null;
        return new RelayList([.. blocks], [.. names]);
    }

    public bool Contains(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (_blocks.Length == 0 || !address.TryWriteBytes(octets, out int length))
            return false;
        foreach ((byte[] prefix, int bits) in _blocks)
        {
            if (prefix.Length == length && SharesPrefix(prefix, octets, bits))
                return true;
        }
        return false;
    }

    public bool Contains(string host)
    {
        foreach (string name in _names)
        {
            if (HostText.IsSameOrBelow(host, name))
                return true;
        }
        return false;
    }

    private static bool SharesPrefix(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> octets, int bits)
    {
        int whole = bits / 8;
        if (!prefix[..whole].SequenceEqual(octets[..whole]))
            return false;
        int rest = bits % 8;
        return rest == 0 || ((prefix[whole] ^ octets[whole]) >> (8 - rest)) == 0;
    }

    private static bool TryParseBlock(string entry, out byte[] prefix, out int bits)
    {
        int slash = entry.IndexOf('/');
        string text = slash < 0 ? entry : entry[..slash];
        prefix = [];
        bits = 0;
        if (!text.AsSpan().ContainsAny('.', ':') || !IPAddress.TryParse(text, out IPAddress? address))
            return false;
        prefix = address.GetAddressBytes();
        bits = prefix.Length * 8;
        return slash < 0
            || (int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given <= bits && (bits = given) == given);
    }
}
