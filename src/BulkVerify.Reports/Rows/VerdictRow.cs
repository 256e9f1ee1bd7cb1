using System.Text.Json.Serialization;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns that say how a message counts and why: reading them takes a fraction of the time that whole rows take. Documented at <see cref="MessageRow"/>.</summary>
internal sealed class VerdictRow
{
    [JsonPropertyName("archive")]
    public string Archive { get; set; } = "";

    [JsonPropertyName("offset")]
    public long Offset { get; set; }

    [JsonPropertyName("message_id")]
    public string MessageId { get; set; } = "";

    [JsonPropertyName("class")]
    public string Class { get; set; } = "";

    [JsonPropertyName("author_domain")]
    public string AuthorDomain { get; set; } = "";

    [JsonPropertyName("spf_result")]
    public string SpfResult { get; set; } = "";

    [JsonPropertyName("spf_reason")]
    public string SpfReason { get; set; } = "";

    [JsonPropertyName("spf_aligned")]
    public bool SpfAligned { get; set; }

    [JsonPropertyName("dkim")]
    public List<VerdictSignature> Dkim { get; set; } = [];

    [JsonPropertyName("dmarc_result")]
    public string DmarcResult { get; set; } = "";

    [JsonPropertyName("dmarc_reason")]
    public string DmarcReason { get; set; } = "";

    [JsonPropertyName("dmarc_effective_policy")]
    public string DmarcEffectivePolicy { get; set; } = "";

    [JsonPropertyName("sender")]
    public string Sender { get; set; } = "";

    [JsonPropertyName("indirect")]
    public string Indirect { get; set; } = "";

    /// <summary>The row as far as these columns tell; the others are empty.</summary>
    public MessageRow ToRow() => new()
    {
        Archive = Archive,
        Offset = Offset,
        MessageId = MessageId,
        Class = Class,
        AuthorDomain = AuthorDomain,
        SpfResult = SpfResult,
        SpfReason = SpfReason,
        SpfAligned = SpfAligned,
        Dkim = [.. Dkim.Select(s => new SignatureRow { Result = s.Result, Reason = s.Reason, Aligned = s.Aligned })],
        DmarcResult = DmarcResult,
        DmarcReason = DmarcReason,
        DmarcEffectivePolicy = DmarcEffectivePolicy,
        Sender = Sender,
        Indirect = Indirect,
    };
}
