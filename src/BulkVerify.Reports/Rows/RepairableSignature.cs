using System.Text.Json.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns of a signature that say whether a repair may help it.</summary>
internal sealed class RepairableSignature
{
    [JsonPropertyName("reason")]
    public string Reason { get; set; } = "";

    [JsonPropertyName("body_hash")]
    public string BodyHash { get; set; } = "";
}
