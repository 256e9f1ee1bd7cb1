using System.Net;
using DnsClient;

namespace BulkVerify.Engine.Resolving;

/// <summary>What <c>--dns</c> said.</summary>
/// <param name="Kind">Which of its forms.</param>
/// <param name="Path">The file or folder of <see cref="DnsSourceKind.Files"/>; null otherwise.</param>
/// <param name="Servers">The servers of <see cref="DnsSourceKind.Servers"/>; empty otherwise.</param>
public sealed record DnsSource(DnsSourceKind Kind, string? Path, IReadOnlyList<IPEndPoint> Servers)
{
    private const int DnsPort = 53;

    public static readonly DnsSource None = new(DnsSourceKind.None, null, []);

    /// <summary>True when the network is asked.</summary>
    public bool IsLive => Kind is DnsSourceKind.System or DnsSourceKind.Servers;

    /// <summary>Reads the option's value. Null with a sentence in <paramref name="error"/> when it is none of its forms, or a file that is not there.
    /// A file named "live" or "none" is written ./live.</summary>
    public static DnsSource? TryParse(string text, out string? error)
    {
        error = null;
        switch (text)
        {
            case "none":
                return None;
            case "live":
                return new DnsSource(DnsSourceKind.System, null, []);
        }
        if (File.Exists(text) || Directory.Exists(text))
            return new DnsSource(DnsSourceKind.Files, text, []);
        var servers = new List<IPEndPoint>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ParseServer(part) is not { } server)
            {
                error = $"--dns {text}: there is no such file or folder, and it is not none, live, or servers by address such as 9.9.9.9:53 or [2620:fe::fe]:53";
                return null;
            }
            servers.Add(server);
        }
        return new DnsSource(DnsSourceKind.Servers, null, [.. servers.Distinct()]);
    }

    /// <summary>The servers to ask: those named, or those of the system's settings. Empty when nothing is asked of the network.</summary>
    /// <exception cref="OptionException">The system's settings have none.</exception>
    public IReadOnlyList<IPEndPoint> FindServers()
    {
        if (Kind != DnsSourceKind.System)
            return Servers;
        var servers = new List<IPEndPoint>();
        foreach (NameServer server in NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false))
        {
            if (IPAddress.TryParse(server.Address, out IPAddress? address))
                servers.Add(new IPEndPoint(address, server.Port));
        }
        return servers.Count > 0 ? [.. servers.Distinct()] : throw new OptionException("--dns live: this machine has no resolver set; name one, such as --dns 9.9.9.9:53.");
    }

    private static IPEndPoint? ParseServer(string text)
    {
        // The parser of .NET reads 1 and 0x7f000001 as addresses too: not what anyone means here.
        string host = text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text["localhost".Length..] : text;
        bool looksLikeAddress = host.StartsWith('[') || host.Count(c => c == ':') > 1 || host.Count(c => c == '.') == 3;
        if (!looksLikeAddress || !IPEndPoint.TryParse(host, out IPEndPoint? server))
            return null;
        bool hasPort = host.StartsWith('[') ? host.Contains("]:", StringComparison.Ordinal) : host.Count(c => c == ':') == 1;
        if (!hasPort)
            server.Port = DnsPort;
        return server.Port == 0 ? null : server;
    }
}
