using System.Globalization;
using System.Text;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Rows as CSV (RFC 4180 with LF), safe to open in a spreadsheet. Signatures share a cell: "d/s/a/bits result reason", "; " between them.</summary>
public static class RowCsv
{
    private const string Header =
        "archive,offset,length,message_id,date,received_at,received_at_source,class,author_domain,author_status,mail_from,mail_from_source,helo,client_ip,client_ip_source," +
        "spf_result,spf_domain,spf_reason,spf_aligned,spf_path,spf_lookups,helo_result,dkim,arc_result,arc_reason,dmarc_result,dmarc_policy,dmarc_effective_policy,dmarc_rules,dmarc_reason," +
        "dmarc_policy_domain,organizational_domain,dmarc_7489_result,sender,sender_kind,sender_strength,sender_evidence,platform,claimed_vendor,runner_up,author_name,reply_to_domain,list_id,indirect,mbox_reading,repair,exporter,then_spf,then_dkim,then_dmarc,then_by,then_offered_by,then_spf_aligned,then_spf_reason,then_dkim_reason,then_dmarc_reason,one_click,fingerprint,assessment\n";

    public static void WriteHeader(Stream to) => to.Write(Encoding.UTF8.GetBytes(Header));

    public static void Write(MessageRow row, Stream to) => to.Write(Encoding.UTF8.GetBytes(string.Join(',', Cells(row).Select(CsvText.Cell)) + "\n"));

    private static string[] Cells(MessageRow row) =>
    [
        row.Archive, Number(row.Offset), Number(row.Length), row.MessageId, CsvText.Time(row.Date), CsvText.Time(row.ReceivedAt), row.ReceivedAtSource, row.Class,
        row.AuthorDomain, row.AuthorStatus, row.MailFrom, row.MailFromSource, row.Helo, row.ClientIp, row.ClientIpSource,
        row.SpfResult, row.SpfDomain, row.SpfReason, Flag(row.SpfAligned), row.SpfPath, Number(row.SpfLookups), row.HeloResult, string.Join("; ", row.Dkim.Select(Signature)),
        row.ArcResult, row.ArcReason, row.DmarcResult, row.DmarcPolicy, row.DmarcEffectivePolicy, row.DmarcRules, row.DmarcReason,
        row.DmarcPolicyDomain, row.OrganizationalDomain, row.Dmarc7489Result, row.Sender, row.SenderKind, row.SenderStrength, row.SenderEvidence, row.Platform, row.ClaimedVendor, row.RunnerUp, row.AuthorName, row.ReplyToDomain, row.ListId, row.Indirect, row.MboxReading, row.Repair, row.Exporter,
        row.ThenSpf, row.ThenDkim, row.ThenDmarc, row.ThenBy, row.ThenOfferedBy, Flag(row.ThenSpfAligned), row.ThenSpfReason, row.ThenDkimReason, row.ThenDmarcReason, row.OneClick, row.Fingerprint, RowAssessor.Assess(row).ToString(),
    ];

    private static string Signature(SignatureRow s) => $"{s.D}/{s.S}/{s.A}/{Number(s.Bits)} {s.Result} {s.Reason}{(s.Aligned ? " aligned" : "")}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}
