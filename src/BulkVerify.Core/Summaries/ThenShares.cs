using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What receivers said on arrival, as shares of the messages that they said it of, beside the shares of the same messages today; null where there are none.</summary>
/// <param name="DmarcSaid">Messages that the receiver judged pass or fail.</param>
/// <param name="DmarcPassShare">Of those, what passed then.</param>
/// <param name="DmarcJudgedNow">Of those, the messages that can be judged today.</param>
/// <param name="DmarcNowShare">Of the ones judged today, what passes.</param>
public sealed record ThenShares(
    long DmarcSaid, double? DmarcPassShare, long DmarcJudgedNow, double? DmarcNowShare,
    long SpfSaid, double? SpfAlignedShare, long SpfJudgedNow, double? SpfNowShare,
    long DkimSaid, double? DkimAlignedShare, long DkimJudgedNow, double? DkimNowShare)
{
    private const int MaxOffered = 5;

    /// <summary>Who wrote Authentication-Results that were not believed, with the number of messages, most first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> OfferedBy { get; init; } = [];

    internal static ThenShares From(ThenTally then) => new(
        then.Dmarc.Said, Passed(then.Dmarc), then.Dmarc.Judged, PassNow(then.Dmarc),
        then.Spf.Said, Passed(then.Spf), then.Spf.Judged, PassNow(then.Spf),
        then.Dkim.Said, Passed(then.Dkim), then.Dkim.Judged, PassNow(then.Dkim))
    {
        OfferedBy = [.. then.OfferedBy.ByCount().Take(MaxOffered)],
    };

    private static double? Passed(ThenCount count) => Share(count.Passed, count.Said);

    private static double? PassNow(ThenCount count) => Share(count.PassNow, count.Judged);

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
