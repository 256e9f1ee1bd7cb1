namespace BulkVerify.Engine;

/// <summary>How far a run is, for a progress line.</summary>
/// <param name="Bytes">Bytes of archives read so far, as stored.</param>
/// <param name="TotalBytes">Bytes planned; null when a stream's length is not known.</param>
/// <param name="JudgedAgain">Messages judged again in the last pass.</param>
/// <param name="Dns">Null unless live DNS is asked.</param>
public sealed record RunProgress(long Bytes, long? TotalBytes, long Messages, long Faults, long JudgedAgain, DnsProgress? Dns);
