using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>No test sends a packet off the loopback: there is one way to the network, and it is barred.</summary>
public sealed class NetworkTests
{
    private static readonly string[] Senders =
    [
        "System.Net.Sockets.Socket", "System.Net.Sockets.UdpClient", "System.Net.Sockets.TcpClient", "System.Net.Http.HttpClient", "System.Net.WebClient", "System.Net.WebRequest",
        "System.Net.Dns", "System.Net.NetworkInformation.Ping", "System.Net.Mail.SmtpClient", "System.Net.WebSockets.ClientWebSocket",
    ];

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task A_query_that_would_leave_the_loopback_fails_the_test_that_sends_it(string address)
    {
        var server = new IPEndPoint(IPAddress.Parse(address), 53);
        var question = new DnsQuestion(DomainName.Parse("example.com"), DnsRecordType.Txt);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new DnsClientTransport([server]).AskAsync(server, question, useEdns: true, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        Assert.Contains("would leave the loopback", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_the_transport_of_queries_can_reach_the_network()
    {
        string[] assemblies = [.. Directory.GetFiles(AppContext.BaseDirectory, "BulkVerify.*.dll").Where(f => !Path.GetFileName(f).Contains("Test", StringComparison.Ordinal))];
        Assert.Contains(assemblies, a => a.EndsWith("BulkVerify.Engine.dll", StringComparison.Ordinal));
        foreach (string assembly in assemblies)
        {
            using var file = new PEReader(File.OpenRead(assembly));
            MetadataReader metadata = file.GetMetadataReader();
            string[] types = [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")];
            Assert.Empty(types.Intersect(Senders));
            Assert.Equal(assembly.EndsWith("BulkVerify.Engine.dll", StringComparison.Ordinal), types.Contains("DnsClient.LookupClient"));
        }
    }
}
