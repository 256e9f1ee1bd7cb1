using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using BulkVerify.Dns;

namespace BulkVerify.TestKit;

/// <summary>A DNS server on 127.0.0.1, UDP and TCP on one free port, that answers from a view and lies as told.</summary>
public sealed class FakeDnsServer : IAsyncDisposable
{
    private readonly IDnsView _zone;
    private readonly Func<DnsQuestion, int, FakeReply> _script;
    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private int _udpQueries;
    private int _tcpQueries;

    private FakeDnsServer(IDnsView zone, Func<DnsQuestion, int, FakeReply> script, UdpClient udp, TcpListener tcp)
    {
        _zone = zone;
        _script = script;
        _udp = udp;
        _tcp = tcp;
        _loops = [Task.Run(ServeUdpAsync), Task.Run(ServeTcpAsync)];
    }

    public IPEndPoint Endpoint => (IPEndPoint)_udp.Client.LocalEndPoint!;

    /// <summary>How often each question arrived, over UDP and TCP.</summary>
    public ConcurrentDictionary<DnsQuestion, int> Asked { get; } = new();

    public int UdpQueries => Volatile.Read(ref _udpQueries);

    public int TcpQueries => Volatile.Read(ref _tcpQueries);

    /// <summary>Starts it. <paramref name="script"/> is told the question and how often it came before.</summary>
    public static FakeDnsServer Start(IDnsView zone, Func<DnsQuestion, int, FakeReply>? script = null)
    {
        while (true)
        {
            var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener(IPAddress.Loopback, ((IPEndPoint)udp.Client.LocalEndPoint!).Port);
            try
            {
                tcp.Start();
                return new FakeDnsServer(zone, script ?? ((_, _) => FakeReply.Truthful), udp, tcp);
            }
            catch (SocketException)
            {
                // Another program listens on that TCP port.
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                UdpReceiveResult query = await _udp.ReceiveAsync(_stop.Token);
                Interlocked.Increment(ref _udpQueries);
                _ = ReplyUdpAsync(query);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that went away, or the end.
            }
        }
    }

    private async Task ReplyUdpAsync(UdpReceiveResult query)
    {
        try
        {
            if (await ReplyToAsync(query.Buffer, isTcp: false) is { } reply)
                await _udp.SendAsync(reply, query.RemoteEndPoint, _stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeConnectionAsync(await _tcp.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The end.
            }
        }
    }

    private async Task ServeConnectionAsync(TcpClient client)
    {
        try
        {
            using TcpClient connection = client;
            NetworkStream stream = connection.GetStream();
            byte[] length = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(length, _stop.Token);
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                Interlocked.Increment(ref _tcpQueries);
                if (await ReplyToAsync(query, isTcp: true) is not { } reply)
                    return;
                byte[] framed = new byte[reply.Length + 2];
                BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)reply.Length);
                reply.CopyTo(framed, 2);
                await stream.WriteAsync(framed, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client closed the connection, or the end.
        }
    }

    private async Task<byte[]?> ReplyToAsync(byte[] query, bool isTcp)
    {
        if (DnsWire.ReadQuery(query) is not { } parsed)
            return null;
        int before = Asked.AddOrUpdate(parsed.Question, 1, static (_, n) => n + 1) - 1;
        FakeReply reply = _script(parsed.Question, before);
        await reply.Hold;
        if (reply.IsDropped)
            return null;
        DnsAnswer answer;
        lock (_zone)
        {
            answer = _zone.Find(parsed.Question) ?? DnsAnswer.ServFail;
        }
        if (answer.Status == DnsStatus.Timeout)
            return null;
        byte[] message = DnsWire.WriteReply(parsed, answer, reply);
        return !isTcp && (reply.IsTruncated || message.Length > parsed.MaxUdpLength) ? DnsWire.Truncated(parsed) : message;
    }
}
