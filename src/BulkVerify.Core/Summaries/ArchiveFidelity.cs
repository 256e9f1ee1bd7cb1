using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>How far one archive holds messages as they were signed.</summary>
/// <param name="Archive">Its name; a folder of message files ends in '/'.</param>
/// <param name="Exporter">Who stored it, where marks tell; empty otherwise.</param>
/// <param name="Exact">Messages whose body is as one of its signatures says.</param>
/// <param name="Altered">Messages with signatures of which none agrees with the body.</param>
/// <param name="Repairs">Altered messages that a repair makes agree, of those that were tried, by repair, most first.</param>
/// <param name="VerifiedAfterRepair">Signatures that verify after a repair: none of them counts as pass.</param>
public sealed record ArchiveFidelity(
    string Archive, FidelityVerdict Verdict, string Exporter, long Messages, long Exact, long Altered, IReadOnlyList<KeyValuePair<string, long>> Repairs, long VerifiedAfterRepair)
{
    /// <summary>Signed messages from which on an archive can be called rebuilt.</summary>
    public const int LeastRebuilt = 8;

    /// <summary>Signing domains that must agree on it: one signer may be broken, or forged.</summary>
    public const int LeastSigners = 2;

    private const double ExactShare = 0.9;

    internal static ArchiveFidelity Of(string archive, ArchiveTally tally)
    {
        List<KeyValuePair<string, long>> repairs = [.. tally.Repairs.ByCount()];
        return new ArchiveFidelity(archive, VerdictOf(tally), tally.Exporters.Commonest(), tally.Messages, tally.Exact, tally.Altered, repairs, tally.VerifiedAfterRepair);
    }

    /// <summary>The verdict that counts determine.</summary>
    public static FidelityVerdict VerdictOf(ArchiveTally tally)
    {
        long signed = tally.Exact + tally.Altered;
        if (signed == 0)
            return FidelityVerdict.Unsigned;
        if (tally.Exact >= ExactShare * signed)
            return FidelityVerdict.ByteExact;
        if (tally.Repairs.ByCount().Any())
            return FidelityVerdict.Repairable;
        return IsRebuilt(tally) ? FidelityVerdict.NotAssessable : FidelityVerdict.Mixed;
    }

    /// <summary>True when enough signed messages of several signers are there and not one is as signed or can be repaired.</summary>
    public static bool IsRebuilt(ArchiveTally tally) =>
        tally.Exact == 0 && tally.Altered >= LeastRebuilt && tally.Signers.Texts.Count >= LeastSigners && !tally.Repairs.ByCount().Any();
}
