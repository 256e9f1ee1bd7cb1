using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>How the lines of statistics are serialized; made when the program is compiled, for a summary should not wait for reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StatisticsLine))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
