using System.Text.Json;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A row as one line of JSON: the facts of one mechanism in an object of their own. Names are stable.</summary>
public static class RowJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Write(MessageRow row, Stream to)
    {
        JsonSerializer.Serialize(to, Shape(row), Options);
        to.WriteByte((byte)'\n');
    }

    private static object Shape(MessageRow row) => new
    {
        row.Archive,
        row.Offset,
        row.Length,
        row.MessageId,
        Date = CsvText.Time(row.Date),
        ReceivedAt = CsvText.Time(row.ReceivedAt),
        row.ReceivedAtSource,
        row.Class,
        row.AuthorDomain,
        row.AuthorStatus,
        row.MailFrom,
        row.MailFromSource,
        row.Helo,
        row.ClientIp,
        row.ClientIpSource,
        Spf = new { Result = row.SpfResult, Domain = row.SpfDomain, Reason = row.SpfReason, Aligned = row.SpfAligned, Path = row.SpfPath, Lookups = row.SpfLookups, Helo = row.HeloResult },
        row.Dkim,
        Arc = new { Result = row.ArcResult, Reason = row.ArcReason, State = row.ArcState, Sets = row.ArcSets, OldestPass = row.ArcOldestPass },
        Dmarc = new
        {
            Result = row.DmarcResult,
            Policy = row.DmarcPolicy,
            EffectivePolicy = row.DmarcEffectivePolicy,
            Rules = row.DmarcRules,
            Reason = row.DmarcReason,
            PolicyDomain = row.DmarcPolicyDomain,
            row.OrganizationalDomain,
            Checks = row.DmarcChecks,
            Walk = row.DmarcWalk,
        },
        Dmarc7489 = row.Dmarc7489Result.Length == 0 ? null : new
        {
            Result = row.Dmarc7489Result,
            Policy = row.Dmarc7489Policy,
            Reason = row.Dmarc7489Reason,
            Difference = row.DmarcDifference,
            Walk = row.Dmarc7489Walk,
        },
        row.Sender,
        row.SenderKind,
        row.SenderStrength,
        row.SenderEvidence,
        row.Platform,
        row.ClaimedVendor,
        row.RunnerUp,
        row.HandedBy,
        row.Relay,
        row.RelayOrganization,
        row.RelayOfAuthor,
        row.RelayIsNamed,
        row.RelayedFor,
        row.AuthorName,
        row.ReplyToDomain,
        row.ListId,
        row.Indirect,
        row.MboxReading,
        row.Repair,
        row.Exporter,
        Then = new
        {
            Spf = row.ThenSpf,
            Dkim = row.ThenDkim,
            Dmarc = row.ThenDmarc,
            By = row.ThenBy,
            OfferedBy = row.ThenOfferedBy,
            SpfAligned = row.ThenSpfAligned,
            SpfReason = row.ThenSpfReason,
            DkimReason = row.ThenDkimReason,
            DmarcReason = row.ThenDmarcReason,
        },
        row.OneClick,
        row.Fingerprint,
        Assessment = RowAssessor.Assess(row).ToString(),
    };
}
