using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Messages that no rate is taken over, by reason.</summary>
/// <param name="IndirectBy">What explains the indirect ones: mailing-list, forwarded, arc; null where that is not counted.</param>
public sealed record KeptOut(long NoRecord, long DnsError, long Unverifiable, long Indirect, long NeverReceived, IReadOnlyDictionary<string, long>? IndirectBy = null)
{
    public long Total => NoRecord + DnsError + Unverifiable + Indirect + NeverReceived;

    internal static KeptOut From(StreamTally tally) => new(
        tally[Assessment.NoRecord], tally[Assessment.DnsError], tally[Assessment.Unverifiable], tally[Assessment.Indirect], tally[Assessment.NeverReceived], tally.IndirectBy.Texts);
}
