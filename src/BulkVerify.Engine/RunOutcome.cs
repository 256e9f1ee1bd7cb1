using BulkVerify.Archives;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine;

/// <summary>How a run ended.</summary>
/// <param name="Counts">Of the splits done now, not of those committed before a resume.</param>
/// <param name="IsFinished">True when every split is committed.</param>
/// <param name="Failure">What stopped the run for good; null otherwise.</param>
/// <param name="OutstandingSlabs">Zero, or there is a bug.</param>
public sealed record RunOutcome(ArchivePlan Plan, SplitCounts Counts, bool IsFinished, int RemainingSplits, Exception? Failure, int OutstandingSlabs, TimeSpan Elapsed, ResolverStatistics? Resolver);
