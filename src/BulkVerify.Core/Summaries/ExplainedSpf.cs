namespace BulkVerify.Summaries;

/// <summary>One SPF check.</summary>
/// <param name="Section">Section of the standard that decides; empty where nothing was checked.</param>
/// <param name="Path">Terms that led to the result, outermost first.</param>
/// <param name="Lookups">Of 10 (RFC 7208 §4.6.4).</param>
/// <param name="VoidLookups">Of 2.</param>
/// <param name="Fault">Ill-formed term, for syntax errors; empty otherwise.</param>
public sealed record ExplainedSpf(
    string Result, string Reason, string Section, string Domain, bool Aligned, IReadOnlyList<string> Path, int Lookups, int VoidLookups, string Explanation, string Fault);
