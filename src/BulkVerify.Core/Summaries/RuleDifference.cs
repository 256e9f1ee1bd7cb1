namespace BulkVerify.Summaries;

/// <summary>A stream whose messages come out differently under RFC 9989 and RFC 7489.</summary>
/// <param name="Difference">"result policy -> result policy", RFC 9989 first.</param>
public sealed record RuleDifference(string Sender, string AuthorDomain, string Difference, long Count, IReadOnlyList<SummaryExample> Examples);
