using System.Net;

namespace BulkVerify.Engine.Resolving;

/// <summary>What one server did.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Sent">Queries sent, repeated ones included.</param>
/// <param name="Answered">Those with a final answer.</param>
/// <param name="TimedOut">Those without a reply.</param>
/// <param name="Failed">Those with an error or with something unreadable.</param>
/// <param name="SilentInARow">Queries without a reply since its last reply.</param>
/// <param name="TotalTime">Sum of the time that replies took.</param>
public sealed record ServerStatistics(IPEndPoint Server, long Sent, long Answered, long TimedOut, long Failed, int SilentInARow, TimeSpan TotalTime);
