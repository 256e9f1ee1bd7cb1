using System.Text.Json.Serialization;

namespace BulkVerify.Archives;

/// <summary>How plans are serialized; made when the program is compiled, for nobody should wait for reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ArchivePlan))]
internal sealed partial class ArchivePlanJson : JsonSerializerContext;
