using System.Text.Json;

namespace BulkVerify.Summaries;

/// <summary>The summary as JSON with stable names: snake case for properties, kebab case for words of closed sets, as in every other file of a run. Line ends LF.</summary>
public static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        TypeInfoResolver = SummaryJsonTypes.Default,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static void Write(Summary summary, Stream to) => WriteObject(summary, to);

    /// <summary>A what-if by the same rules.</summary>
    public static void Write(WhatIfResult result, Stream to) => WriteObject(result, to);

    private static void WriteObject<T>(T value, Stream to)
    {
        JsonSerializer.Serialize(to, value, Options);
        to.WriteByte((byte)'\n');
    }
}
