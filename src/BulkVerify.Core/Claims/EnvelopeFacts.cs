using System.Net;
using System.Runtime.InteropServices;

namespace BulkVerify.Claims;

/// <summary>What is known of the SMTP session that brought the message, each fact with its source. Reused from message to message; holds no reference to the message.</summary>
public sealed class EnvelopeFacts
{
    /// <summary>Received fields that are kept, topmost first; more are counted only.</summary>
    public const int MaxHops = 64;

    private readonly List<ReceivedHop> _hops = [];

    /// <summary>Address of the client that SPF judges; null when not known.</summary>
    public IPAddress? ClientIp { get; internal set; }

    public EnvelopeSource ClientIpSource { get; internal set; }

    /// <summary>What the client called itself; null when not known.</summary>
    public string? Helo { get; internal set; }

    public EnvelopeSource HeloSource { get; internal set; }

    public ReversePath MailFrom { get; internal set; }

    public EnvelopeSource MailFromSource { get; internal set; }

    /// <summary>Seconds of the Unix epoch; null when nothing tells it.</summary>
    public long? ReceivedAt { get; internal set; }

    public ReceiptTimeSource ReceivedAtSource { get; internal set; }

    public ReceiptClass Class { get; internal set; }

    /// <summary>The trace, topmost first: the first <see cref="MaxHops"/> Received fields.</summary>
    public IReadOnlyList<ReceivedHop> Hops => _hops;

    /// <summary>The trace in place, until the next change of it.</summary>
    internal ReadOnlySpan<ReceivedHop> Trace => CollectionsMarshal.AsSpan(_hops);

    /// <summary>Received fields of the message, those beyond <see cref="MaxHops"/> included.</summary>
    public int HopCount { get; internal set; }

    /// <summary>Index in <see cref="Hops"/> of the Received field at the trust boundary; -1 when there is none.</summary>
    public int BoundaryHop { get; internal set; } = -1;

    /// <summary>The Received field at the trust boundary; null when there is none.</summary>
    public ReceivedHop? Boundary => BoundaryHop >= 0 && BoundaryHop < _hops.Count ? _hops[BoundaryHop] : null;

    /// <summary>Index of the first header field that the sending side wrote: the one after the Received field at the trust boundary; <see cref="int.MaxValue"/> when not known.</summary>
    public int TrustBoundary => Boundary is { } hop ? hop.FieldIndex + 1 : int.MaxValue;

    /// <summary>True when the client at the boundary had logged in: a user's program, whose address SPF has nothing to say about.</summary>
    public bool IsSubmission { get; internal set; }

    /// <summary>What the trusted receiver said on arrival.</summary>
    public RecordedVerdicts Recorded { get; } = new();

    internal void Clear()
    {
        ClientIp = null;
        Helo = null;
        MailFrom = default;
        ClientIpSource = HeloSource = MailFromSource = EnvelopeSource.None;
        ReceivedAt = null;
        ReceivedAtSource = ReceiptTimeSource.None;
        Class = ReceiptClass.NeverReceived;
        _hops.Clear();
        HopCount = 0;
        BoundaryHop = -1;
        IsSubmission = false;
        Recorded.Clear();
    }

    /// <summary>Makes room for so many hops, so that none is copied.</summary>
    internal void Reserve(int hops) => _hops.EnsureCapacity(Math.Min(hops, MaxHops));

    internal void AddHop(in ReceivedHop hop)
    {
        HopCount++;
        if (_hops.Count < MaxHops)
            _hops.Add(hop);
    }
}
