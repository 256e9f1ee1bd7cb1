using System.Text.Json.Serialization;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns that say where a message is. Documented at <see cref="MessageRow"/>.</summary>
internal sealed class PlaceRow
{
    [JsonPropertyName("archive")]
    public string Archive { get; set; } = "";

    [JsonPropertyName("offset")]
    public long Offset { get; set; }
}
