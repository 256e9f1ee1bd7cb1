using System.Text.Json.Serialization;

namespace BulkVerify.Summaries;

/// <summary>How summaries are serialized; made when the program is compiled, for nobody should wait for reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Summary))]
[JsonSerializable(typeof(WhatIfResult))]
internal sealed partial class SummaryJsonTypes : JsonSerializerContext;
