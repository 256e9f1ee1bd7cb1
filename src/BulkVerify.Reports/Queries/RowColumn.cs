namespace BulkVerify.Reports.Queries;

/// <summary>A column of the view "rows".</summary>
/// <param name="Meaning">A few words for help texts.</param>
public sealed record RowColumn(string Name, string Meaning);
