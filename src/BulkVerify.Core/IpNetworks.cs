using System.Net;

namespace BulkVerify;

/// <summary>Prefix comparison of addresses.</summary>
public static class IpNetworks
{
    /// <summary>True when both are of one family and agree in the first <paramref name="prefix"/> bits.</summary>
    public static bool Contains(IPAddress network, int prefix, IPAddress address)
    {
        if (network.AddressFamily != address.AddressFamily)
            return false;
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        network.TryWriteBytes(a, out int length);
        address.TryWriteBytes(b, out _);
        int whole = Math.Min(prefix / 8, length);
        if (!a[..whole].SequenceEqual(b[..whole]))
            return false;
        int rest = prefix % 8;
        return rest == 0 || whole == length || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
    }
}
