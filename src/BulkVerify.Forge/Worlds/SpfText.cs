using System.Net;
using System.Net.Sockets;

namespace BulkVerify.Forge.Worlds;

/// <summary>Parts of SPF records.</summary>
internal static class SpfText
{
    /// <summary>First part of all local parts of envelopes, as %{l1r-} gives it.</summary>
    public const string EnvelopeUser = "bounces";

    /// <summary>What names that exists: asks for have.</summary>
    public static IPAddress Exists { get; } = IPAddress.Parse("127.0.0.2");

    public static string Network(IPAddress address) => (address.AddressFamily == AddressFamily.InterNetwork ? "ip4:" : "ip6:") + address;

    /// <summary>%{i} or %{ir}: octets of IPv4, nibbles of IPv6 (RFC 7208 §7.3).</summary>
    public static string Macro(IPAddress address, bool reversed)
    {
        IEnumerable<string> parts = address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString().Split('.')
            : Convert.ToHexStringLower(address.GetAddressBytes()).Select(static nibble => nibble.ToString());
        return string.Join('.', reversed ? parts.Reverse() : parts);
    }

    public static string LastLabels(string name, int count) => string.Join('.', name.Split('.')[^count..]);
}
