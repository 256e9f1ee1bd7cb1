namespace BulkVerify.Summaries;

/// <summary>Messages of a stream that come out differently under RFC 9989 and RFC 7489, for one cause.</summary>
/// <param name="Difference">"result (policy) -> result (policy)", RFC 9989 first.</param>
/// <param name="Identifiers">Identifiers that align under one rule set only; empty when the policy alone differs.</param>
/// <param name="Walk">Organizational domain, queries and records under RFC 9989.</param>
/// <param name="Walk7489">The same under RFC 7489.</param>
public sealed record RuleDifference(
    string Sender, string AuthorDomain, string Difference, string Identifiers, string Walk, string Walk7489, long Count, IReadOnlyList<SummaryExample> Examples);
