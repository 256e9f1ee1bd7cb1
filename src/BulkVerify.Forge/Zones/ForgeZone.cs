using System.Net;
using System.Net.Sockets;
using System.Text;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Zones;

/// <summary>The DNS of the forged world: closed, so what is not in it does not exist. Written as an RFC 1035 master file, in the order of domain names.</summary>
internal sealed class ForgeZone
{
    /// <summary>Longest character-string (RFC 1035 §3.3).</summary>
    private const int MaxStringLength = 255;

    private readonly Dictionary<string, List<string>> _lines = new(StringComparer.Ordinal);

    /// <summary>Records and errors published.</summary>
    public int RecordCount { get; private set; }

    public void Txt(string name, string text) => Add(name, $"{name}. IN TXT {Quoted(text)}");

    public void A(string name, IPAddress address) => Add(name, $"{name}. IN A {address}");

    public void Aaaa(string name, IPAddress address) => Add(name, $"{name}. IN AAAA {address}");

    /// <summary>The address of each host, by its family.</summary>
    public void Addresses(string name, IReadOnlyList<ClientHost> hosts)
    {
        foreach (ClientHost host in hosts)
        {
            if (host.Address.AddressFamily == AddressFamily.InterNetwork)
                A(name, host.Address);
            else
                Aaaa(name, host.Address);
        }
    }

    public void Mx(string name, int preference, string host) => Add(name, $"{name}. IN MX {preference} {host}.");

    public void Cname(string name, string target) => Add(name, $"{name}. IN CNAME {target}.");

    public void Ptr(IPAddress address, string host)
    {
        byte[] octets = address.GetAddressBytes();
        string reverse = octets.Length == 4 ? $"{octets[3]}.{octets[2]}.{octets[1]}.{octets[0]}.in-addr.arpa" : $"{Nibbles(octets)}.ip6.arpa";
        Add(reverse, $"{reverse}. IN PTR {host}.");
    }

    /// <summary>A question that ends in an error: "servfail" or "timeout".</summary>
    public void Status(string word, string name, string type) => Add(name, $";bulkverify {word} {name}. {type}");

    public void Write(string file, string heading)
    {
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine($"; {heading}");
        writer.WriteLine("; A closed world: a name that is not here does not exist.");
        writer.WriteLine("$TTL 3600");
        foreach ((string _, List<string> lines) in _lines.OrderBy(static entry => OrderKey(entry.Key), StringComparer.Ordinal))
        {
            foreach (string line in lines)
                writer.WriteLine(line);
        }
    }

    private void Add(string name, string line)
    {
        if (!_lines.TryGetValue(name, out List<string>? lines))
            _lines.Add(name, lines = []);
        if (lines.Contains(line))
            return;
        lines.Add(line);
        RecordCount++;
    }

    private static string OrderKey(string name) => string.Join('\u0001', name.Split('.').Reverse());

    private static string Nibbles(byte[] octets) =>
        string.Join('.', Convert.ToHexStringLower(octets).Reverse());

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        for (int at = 0; at < text.Length || at == 0; at += MaxStringLength)
        {
            string part = text.Substring(at, Math.Min(MaxStringLength, text.Length - at));
            quoted.Append(at > 0 ? " \"" : "\"");
            quoted.Append(part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
            quoted.Append('"');
        }
        return quoted.ToString();
    }
}
