namespace BulkVerify.Evaluation.Spf;

/// <summary>What a term of a record costs of the limits of RFC 7208 §4.6.4 when it is evaluated to its end, with the terms it leads to.</summary>
/// <param name="Text">The term as written; the domain for a whole record.</param>
/// <param name="Lookups">Terms that cause look-ups, this one included.</param>
/// <param name="Voids">Terms whose look-ups find nothing.</param>
/// <param name="IsKnown">False when an answer is not recorded or depends on the message, or terms were left out for <see cref="SpfCostCounter.MaxTerms"/>: the counts are then least ones.</param>
/// <param name="Fault">What ends the evaluation with an error; empty when nothing does.</param>
/// <param name="Terms">What it includes or redirects to: the terms there that cause look-ups, in order.</param>
public sealed record SpfCost(string Text, int Lookups, int Voids, bool IsKnown, string Fault, IReadOnlyList<SpfCost> Terms);
