using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What receivers said on arrival, as shares of the messages that they said it of; null where nobody said anything.</summary>
/// <param name="DmarcPassShare">Of those judged pass or fail.</param>
public sealed record ThenShares(long DmarcSaid, double? DmarcPassShare, long SpfSaid, double? SpfAlignedShare, long DkimSaid, double? DkimAlignedShare)
{
    private const int MaxOffered = 5;

    /// <summary>Who wrote Authentication-Results that were not believed, with the number of messages, most first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> OfferedBy { get; init; } = [];

    internal static ThenShares From(ThenTally then) => new(
        then.DmarcSaid, Share(then.DmarcPass, then.DmarcSaid), then.SpfSaid, Share(then.SpfAligned, then.SpfSaid), then.DkimSaid, Share(then.DkimAligned, then.DkimSaid))
    {
        OfferedBy = [.. then.OfferedBy.ByCount().Take(MaxOffered)],
    };

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
