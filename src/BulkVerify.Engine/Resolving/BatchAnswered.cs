namespace BulkVerify.Engine.Resolving;

/// <summary>Every question of a batch has an answer in the shared answers.</summary>
/// <param name="Questions">How many there were.</param>
/// <param name="Temporary">How many met a temporary error.</param>
public sealed record BatchAnswered(int Questions, int Temporary);
