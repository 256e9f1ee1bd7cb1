namespace BulkVerify.Forge;

/// <summary>How far a run has come.</summary>
public readonly record struct ForgeProgress(int Messages, int Total, long Bytes);
