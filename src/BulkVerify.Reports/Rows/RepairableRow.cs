using System.Text.Json.Serialization;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns that say whether a repair may help a message, and which. Documented at <see cref="MessageRow"/>.</summary>
internal sealed class RepairableRow
{
    [JsonPropertyName("archive")]
    public string Archive { get; set; } = "";

    [JsonPropertyName("offset")]
    public long Offset { get; set; }

    [JsonPropertyName("length")]
    public int Length { get; set; }

    [JsonPropertyName("received_at")]
    public long? ReceivedAt { get; set; }

    [JsonPropertyName("author_domain")]
    public string AuthorDomain { get; set; } = "";

    [JsonPropertyName("dkim")]
    public List<RepairableSignature> Dkim { get; set; } = [];

    [JsonPropertyName("sender")]
    public string Sender { get; set; } = "";

    [JsonPropertyName("mbox_reading")]
    public string MboxReading { get; set; } = "";

    /// <summary>The row as far as these columns tell; the others are empty.</summary>
    public MessageRow ToRow() => new()
    {
        Archive = Archive,
        Offset = Offset,
        Length = Length,
        ReceivedAt = ReceivedAt,
        AuthorDomain = AuthorDomain,
        Dkim = [.. Dkim.Select(s => new SignatureRow { Reason = s.Reason, BodyHash = s.BodyHash })],
        Sender = Sender,
        MboxReading = MboxReading,
    };
}
