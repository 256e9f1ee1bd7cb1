namespace BulkVerify.Engine;

/// <summary>What one split or run came to. Messages found = rows + faults about messages.</summary>
/// <param name="Messages">Messages that framing found.</param>
/// <param name="Rows">Messages with verdicts.</param>
/// <param name="Faults">Faults, about messages and about archives.</param>
/// <param name="Bytes">Bytes of archives framed, decompressed.</param>
public sealed record SplitCounts(long Messages, long Rows, long Faults, long Bytes)
{
    public static SplitCounts operator +(SplitCounts a, SplitCounts b) =>
        new(a.Messages + b.Messages, a.Rows + b.Rows, a.Faults + b.Faults, a.Bytes + b.Bytes);
}
