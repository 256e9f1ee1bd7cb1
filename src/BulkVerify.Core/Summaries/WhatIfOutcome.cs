using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What messages come to.</summary>
/// <param name="PassShare">Pass of pass and fail; null where nothing could be judged.</param>
/// <param name="Rejected">Messages that fail DMARC under a policy of reject; indirect ones too, which receivers cannot tell apart.</param>
/// <param name="Quarantined">The same under a policy of quarantine.</param>
public sealed record WhatIfOutcome(long Pass, long Fail, double? PassShare, KeptOut KeptOut, long Rejected, long Quarantined)
{
    internal static WhatIfOutcome From(OutcomeCounts counts) => new(
        counts[Assessment.Pass], counts[Assessment.Fail], counts.PassShare,
        new KeptOut(counts[Assessment.NoRecord], counts[Assessment.DnsError], counts[Assessment.Unverifiable], counts[Assessment.Indirect], counts[Assessment.NeverReceived]),
        counts.Rejected, counts.Quarantined);
}
