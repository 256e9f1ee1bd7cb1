using System.Text.Json.Serialization;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>One line of a summary: a group of messages and its counts. Shares are null where nothing could be judged.</summary>
/// <param name="Sender">Vendor id, or domain of the strongest identifier; empty when grouped by something else.</param>
/// <param name="AuthorDomain">Empty when grouped by something else.</param>
/// <param name="MinKeyBits">Of RSA keys of aligned passing signatures; 0 without one.</param>
/// <param name="Ed25519Signatures">Aligned passing signatures by Ed25519.</param>
/// <param name="Integration">How the sender works for the From domain; null when grouped by something else.</param>
/// <param name="Requirements">R1 to R4; empty when grouped by something else.</param>
/// <param name="IsOurs">True when From is of one of our organizations, or Reply-To or the display name of mail of others is.</param>
/// <param name="Cause">Commonest cause of failing, with its count; null when nothing failed.</param>
public sealed record SummaryRow(
    string Sender,
    string AuthorDomain,
    long Messages,
    long Pass,
    long Fail,
    double? DmarcPassShare,
    double? SpfAlignedShare,
    double? DkimAlignedShare,
    double? BothAlignedShare,
    int MinKeyBits,
    int MaxKeyBits,
    long Ed25519Signatures,
    SummaryCause? Cause,
    IReadOnlyList<SummaryCause> Causes,
    KeptOut KeptOut,
    long? First,
    long? Last,
    Integration? Integration,
    IReadOnlyList<Requirement> Requirements,
    bool IsOurs)
{
    /// <summary>True for a line of streams that are counted together.</summary>
    [JsonIgnore]
    public bool IsOthers => new StreamKey(Sender, AuthorDomain).IsOthers;

    /// <summary>What receivers said on arrival.</summary>
    public required ThenShares Then { get; init; }

    /// <summary>A3 and A4: what is advised beyond R3 and R4; empty when grouped by something else.</summary>
    public IReadOnlyList<Requirement> Advised { get; init; } = [];

    /// <summary>Most look-ups that an SPF check of this mail took, of 10.</summary>
    public int MostSpfLookups { get; init; }

    internal static SummaryRow From(StreamKey key, StreamTally tally, Integration? integration = null, bool isOurs = true)
    {
        List<SummaryCause> causes = [.. tally.Causes
            .Select(c => new SummaryCause(c.Key, c.Value.Count, SummaryExample.Of(c.Value)))
            .OrderByDescending(c => c.Count).ThenBy(c => c.Text, StringComparer.Ordinal)];
        return new SummaryRow(
            key.Sender, key.AuthorDomain, tally.Messages, tally[Assessment.Pass], tally[Assessment.Fail],
            Share(tally[Assessment.Pass], tally.Rated),
            Share(tally.SpfAligned, tally.SpfAssessed),
            Share(tally.DkimAligned, tally.DkimAssessed),
            Share(tally.BothAligned, tally.BothAssessed),
            tally.MinKeyBits, tally.MaxKeyBits, tally.Ed25519,
            causes.Count > 0 ? causes[0] : null, causes, KeptOut.From(tally), tally.First, tally.Last,
            integration, integration is null ? [] : Requirement.Of(tally.Facts, integration.Mode), isOurs)
        {
            Then = ThenShares.From(tally.Then),
            Advised = integration is null ? [] : Requirement.AdvisedOf(tally.Facts, integration.Mode),
            MostSpfLookups = tally.Facts.MostLookups,
        };
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
