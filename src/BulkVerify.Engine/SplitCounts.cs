namespace BulkVerify.Engine;

/// <summary>What one split or run came to. Messages found = rows + faulted messages.</summary>
/// <param name="Messages">Messages that framing found.</param>
/// <param name="Rows">Messages with verdicts.</param>
/// <param name="Faults">Faults, about messages and about archives.</param>
/// <param name="FaultedMessages">Messages that became a fault.</param>
/// <param name="LeftOut">Messages outside the period or the sample.</param>
/// <param name="Bytes">Bytes of archives framed, decompressed.</param>
public sealed record SplitCounts(long Messages, long Rows, long Faults, long FaultedMessages, long LeftOut, long Bytes)
{
    public static readonly SplitCounts Zero = new(0, 0, 0, 0, 0, 0);

    /// <summary>No message was lost or counted twice.</summary>
    public bool IsBalanced => Messages == Rows + FaultedMessages + LeftOut;

    public static SplitCounts operator +(SplitCounts a, SplitCounts b) =>
        new(a.Messages + b.Messages, a.Rows + b.Rows, a.Faults + b.Faults, a.FaultedMessages + b.FaultedMessages, a.LeftOut + b.LeftOut, a.Bytes + b.Bytes);
}
