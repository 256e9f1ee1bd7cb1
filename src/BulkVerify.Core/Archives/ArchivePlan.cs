using System.Text.Json;
using System.Text.Json.Serialization;

namespace BulkVerify.Archives;

/// <summary>What a run reads, in order. Immutable; the same paths with the same content give the same plan.</summary>
public sealed record ArchivePlan(
    IReadOnlyList<ArchiveInput> Inputs, IReadOnlyList<PlannedSplit> Splits, long SkippedFiles, IReadOnlyList<string> SkippedExamples, IReadOnlyList<Fault> Faults)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = ArchivePlanJson.Default,
    };

    /// <summary>Bytes of all inputs as stored.</summary>
    [JsonIgnore]
    public long TotalBytes => Inputs.Sum(i => i.Size);

    public void Write(Stream to) => JsonSerializer.Serialize(to, this, Json);

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ArchivePlan Read(Stream from)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchivePlan>(from, Json) ?? throw new InvalidDataException("the plan is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the plan is damaged: {e.Message}", e);
        }
    }
}
