using System.Text.Json.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns of a signature that say how it counts.</summary>
internal sealed class VerdictSignature
{
    [JsonPropertyName("result")]
    public string Result { get; set; } = "";

    [JsonPropertyName("reason")]
    public string Reason { get; set; } = "";

    [JsonPropertyName("aligned")]
    public bool Aligned { get; set; }
}
