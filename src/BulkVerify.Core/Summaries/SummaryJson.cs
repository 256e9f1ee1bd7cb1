using System.Text.Json;

namespace BulkVerify.Summaries;

/// <summary>The summary as JSON with stable names (snake case), line ends LF.</summary>
public static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write(Summary summary, Stream to)
    {
        JsonSerializer.Serialize(to, summary, Options);
        to.WriteByte((byte)'\n');
    }
}
