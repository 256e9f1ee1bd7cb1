namespace BulkVerify.Conformance.Tables;

/// <summary>One test that holds one section of a standard.</summary>
/// <param name="Rfc">Number of the RFC.</param>
/// <param name="Section">Without the mark, such as "3.4.4"; letters for appendices.</param>
/// <param name="Test">Class and method.</param>
public sealed record HeldSection(int Rfc, string Section, string Test)
{
    /// <summary>Sorts 3.4.4 before 3.10, and appendices last.</summary>
    public string SortKey => string.Join('.', Section.Split('.').Select(p => p.PadLeft(char.IsAsciiDigit(p[0]) ? 4 : 0)));
}
