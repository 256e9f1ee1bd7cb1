using BulkVerify.Statistics;

namespace BulkVerify.Reports.Pages;

/// <summary>Counts and rates of a group of messages, as numbers for sorting and as text for people.</summary>
public sealed record ReportRates
{
    public required long Messages { get; init; }

    public required long Pass { get; init; }

    public required long Fail { get; init; }

    /// <summary>Messages that no rate is taken over.</summary>
    public required long Apart { get; init; }

    public required string MessagesText { get; init; }

    public required string FailText { get; init; }

    public required string ApartText { get; init; }

    /// <summary>Share of passing among passing and failing: text, and hundredths for the bar; "-" where nothing could be judged.</summary>
    public required string PassText { get; init; }

    public required string PassWidth { get; init; }

    /// <summary>good from 98 %, bad under 90 %, plain between, none without a rate.</summary>
    public required string PassTone { get; init; }

    public required string SpfText { get; init; }

    public required string SpfWidth { get; init; }

    public required string DkimText { get; init; }

    public required string DkimWidth { get; init; }

    /// <summary>Bits of the keys of passing aligned signatures; "-" without.</summary>
    public required string KeyText { get; init; }

    public required int MinKeyBits { get; init; }

    /// <summary>Days of the first and last message, empty when unknown.</summary>
    public required string First { get; init; }

    public required string Last { get; init; }

    internal static ReportRates From(StreamTally tally) => new()
    {
        Messages = tally.Messages,
        Pass = tally[Assessment.Pass],
        Fail = tally[Assessment.Fail],
        Apart = tally.Messages - tally.Rated,
        MessagesText = ReportText.Number(tally.Messages),
        FailText = ReportText.Number(tally[Assessment.Fail]),
        ApartText = ReportText.Number(tally.Messages - tally.Rated),
        PassText = ReportText.Share(tally[Assessment.Pass], tally.Rated),
        PassWidth = ReportText.Width(tally[Assessment.Pass], tally.Rated),
        PassTone = tally.Rated == 0 ? "none" : tally[Assessment.Pass] >= 0.98 * tally.Rated ? "good" : tally[Assessment.Pass] < 0.9 * tally.Rated ? "bad" : "plain",
        SpfText = ReportText.Share(tally.SpfAligned, tally.SpfAssessed),
        SpfWidth = ReportText.Width(tally.SpfAligned, tally.SpfAssessed),
        DkimText = ReportText.Share(tally.DkimAligned, tally.DkimAssessed),
        DkimWidth = ReportText.Width(tally.DkimAligned, tally.DkimAssessed),
        KeyText = tally.MaxKeyBits == 0 ? (tally.Ed25519 > 0 ? "Ed25519" : "-") : tally.MinKeyBits == tally.MaxKeyBits ? $"{tally.MaxKeyBits}" : $"{tally.MinKeyBits}-{tally.MaxKeyBits}",
        MinKeyBits = tally.MinKeyBits,
        First = ReportText.Day(tally.First),
        Last = ReportText.Day(tally.Last),
    };
}
