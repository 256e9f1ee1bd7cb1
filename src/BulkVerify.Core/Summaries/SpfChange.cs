namespace BulkVerify.Summaries;

/// <summary>What a piece of advice has an SPF record come to name.</summary>
/// <param name="Domain">Where the record is.</param>
/// <param name="Name">The sender, as people call it.</param>
/// <param name="Reason">Why SPF does not pass.</param>
/// <param name="Terms">What names its servers: one or more terms, a space between.</param>
internal sealed record SpfChange(string Domain, string Name, string Reason, string Terms);
