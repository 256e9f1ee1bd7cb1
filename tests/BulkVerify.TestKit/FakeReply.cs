namespace BulkVerify.TestKit;

/// <summary>How <see cref="FakeDnsServer"/> treats one query. The default answers truthfully at once.</summary>
public sealed record FakeReply
{
    public static readonly FakeReply Truthful = new();

    /// <summary>No reply at all, over UDP; over TCP the connection is closed.</summary>
    public static readonly FakeReply Drop = new() { IsDropped = true };

    /// <summary>An empty reply with the TC bit over UDP; the truth over TCP.</summary>
    public static readonly FakeReply Truncate = new() { IsTruncated = true };

    /// <summary>The truth under another message id.</summary>
    public static readonly FakeReply WrongId = new() { HasWrongId = true };

    /// <summary>NXDOMAIN for another name under the id of this query.</summary>
    public static readonly FakeReply OtherQuestion = new() { IsToOtherQuestion = true };

    /// <summary>The owner and a second name are aliases of each other.</summary>
    public static readonly FakeReply CnameLoop = new() { IsCnameLoop = true };

    /// <summary>No answer, name servers of somebody else: a lame delegation.</summary>
    public static readonly FakeReply Referral = new() { IsReferral = true };

    public static FakeReply Error(int responseCode) => new() { ResponseCode = responseCode };

    public static FakeReply Garbage(params byte[] octets) => new() { Raw = octets };

    /// <summary>The truth once the task has ended: delays and reorders.</summary>
    public static FakeReply After(Task task) => new() { Hold = task };

    public bool IsDropped { get; init; }

    public bool IsTruncated { get; init; }

    public bool HasWrongId { get; init; }

    public bool IsToOtherQuestion { get; init; }

    public bool IsCnameLoop { get; init; }

    public bool IsReferral { get; init; }

    public int? ResponseCode { get; init; }

    /// <summary>Octets after the message id, instead of a message.</summary>
    public byte[]? Raw { get; init; }

    public Task Hold { get; init; } = Task.CompletedTask;
}
