namespace BulkVerify.Engine;

/// <summary>What a <see cref="VerificationJob"/> came to.</summary>
/// <param name="Counts">Of the splits that it committed.</param>
/// <param name="Failure">Why it ended early; null when it did not fail.</param>
/// <param name="Waited">Time in which every batch in hand waited for DNS.</param>
/// <param name="IsPostponed">No server replied to the last pass, which a resume begins again.</param>
/// <param name="Dns">What was asked; null without live DNS.</param>
internal sealed record JobEnd(SplitCounts Counts, Exception? Failure, TimeSpan Waited, bool IsPostponed, DnsProgress? Dns)
{
    public static readonly JobEnd Nothing = new(SplitCounts.Zero, null, TimeSpan.Zero, false, null);
}
