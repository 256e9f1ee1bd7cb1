using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Messages that no rate is taken over, by reason.</summary>
public sealed record KeptOut(long NoRecord, long DnsError, long Unverifiable, long Indirect, long NeverReceived)
{
    public long Total => NoRecord + DnsError + Unverifiable + Indirect + NeverReceived;

    internal static KeptOut From(StreamTally tally) => new(
        tally[Assessment.NoRecord], tally[Assessment.DnsError], tally[Assessment.Unverifiable], tally[Assessment.Indirect], tally[Assessment.NeverReceived]);
}
