using BulkVerify.Archives;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>How a run ended.</summary>
/// <param name="Counts">Of the splits done now, not of those committed before a resume.</param>
/// <param name="IsFinished">True when every split is committed and nothing is left to judge again.</param>
/// <param name="RemainingSplits">Splits not committed.</param>
/// <param name="Failure">What stopped the run for good; null otherwise.</param>
/// <param name="OutstandingSlabs">Zero, or there is a bug.</param>
/// <param name="Waited">Time during which there was nothing to do but wait for DNS.</param>
/// <param name="LastPass">What became of the messages that met a temporary error of the DNS.</param>
/// <param name="Dns">Null unless live DNS was asked.</param>
/// <param name="Summary">Of all that is committed, as summary.json has it.</param>
public sealed record RunOutcome(
    ArchivePlan Plan, SplitCounts Counts, bool IsFinished, int RemainingSplits, Exception? Failure, int OutstandingSlabs, TimeSpan Elapsed, TimeSpan Waited,
    LastPassOutcome LastPass, DnsProgress? Dns, Summary Summary);
