namespace BulkVerify.Engine.Runs;

/// <summary>Of run.json what every version of it says.</summary>
internal sealed record RunFormat(int? Format);
