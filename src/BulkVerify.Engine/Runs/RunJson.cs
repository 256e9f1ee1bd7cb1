using System.Text.Json.Serialization;
using BulkVerify.Engine.WhatIf;

namespace BulkVerify.Engine.Runs;

/// <summary>How the files of a run folder are serialized that every command reads; made when the program is compiled, for nobody should wait for reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunFormat))]
[JsonSerializable(typeof(SortedDictionary<string, FileChecksum>))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(LeftOut))]
[JsonSerializable(typeof(ProofFile))]
internal sealed partial class RunJson : JsonSerializerContext;
