namespace BulkVerify.Claims;

/// <summary>What a message shows of lists and forwarders on its way. Reused from message to message.</summary>
public sealed class ListTraces
{
    /// <summary>Octets of the list id and the subject tag that are kept.</summary>
    public const int MaxTextLength = 255;

    public ListTraceFlags Flags { get; internal set; }

    /// <summary>List-Id between its angle brackets, else the whole value (RFC 2919 §2); empty without one.</summary>
    public string ListId { get; internal set; } = "";

    /// <summary>The subject's tag without brackets; empty without one.</summary>
    public string SubjectTag { get; internal set; } = "";

    /// <summary>True when a list that people write to handled the message: List-Id alone is no proof, nor is a reverse-path such as news-bounces@, as bulk senders write them as well.</summary>
    public bool IsList =>
        Flags.HasFlag(ListTraceFlags.Software)
        || (Flags.HasFlag(ListTraceFlags.ListPath) && (Flags & (ListTraceFlags.ListId | ListTraceFlags.ListPost | ListTraceFlags.PrecedenceList | ListTraceFlags.SenderDiffers)) != 0)
        || (Flags.HasFlag(ListTraceFlags.ListId) && (Flags & (ListTraceFlags.ListPost | ListTraceFlags.PrecedenceList | ListTraceFlags.SubjectTag)) != 0);

    /// <summary>True when a forwarder handled the message.</summary>
    public bool IsForwarded => (Flags & (ListTraceFlags.Resent | ListTraceFlags.Forwarded | ListTraceFlags.RewrittenPath)) != 0;

    internal void Clear()
    {
        Flags = ListTraceFlags.None;
        ListId = SubjectTag = "";
    }
}
