using BulkVerify.Claims;
using BulkVerify.Evaluation;

namespace BulkVerify.Statistics;

/// <summary>Fills what the receiver said on arrival, and why it is not what comes out today. Safe for all threads.</summary>
internal static class ThenColumns
{
    private static readonly EnumTexts<ThenReason> ReasonTexts = new();

    /// <summary>After the verdicts of today, which it compares with.</summary>
    /// <param name="spfIsAligned">The identifier of SPF is aligned with the author domain, whatever its result.</param>
    public static void Fill(MessageRow row, MessageEvaluation message, bool spfIsAligned)
    {
        RecordedVerdicts recorded = message.Digest.Claims.Envelope.Recorded;
        row.ThenOfferedBy = recorded.OfferedBy;
        if (recorded.AuthservId.Length == 0)
            return;
        row.ThenBy = recorded.AuthservId;
        row.ThenSpf = recorded.Spf?.ToWord() ?? "";
        row.ThenDkim = recorded.BestDkim?.ToWord() ?? "";
        row.ThenDmarc = recorded.Dmarc?.ToWord() ?? "";
        row.ThenSpfAligned = recorded.Spf == AuthResult.Pass && spfIsAligned;
        row.ThenSpfReason = TextOf(ThenComparison.Spf(row));
        row.ThenDkimReason = TextOf(ThenComparison.Dkim(row, message.Digest, message.Dkim));
        row.ThenDmarcReason = TextOf(ThenComparison.Dmarc(row));
    }

    private static string TextOf(ThenReason reason) => reason == ThenReason.Same ? "" : ReasonTexts[reason];
}
