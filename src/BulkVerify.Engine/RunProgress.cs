namespace BulkVerify.Engine;

/// <summary>How far a run is, for a progress line.</summary>
/// <param name="Bytes">Bytes of archives read so far, as stored.</param>
/// <param name="TotalBytes">Bytes planned; null when a stream's length is not known.</param>
/// <param name="WaitingQuestions">DNS questions that are on their way.</param>
public sealed record RunProgress(long Bytes, long? TotalBytes, long Messages, long Faults, long WaitingQuestions);
