namespace BulkVerify.Summaries;

/// <summary>Groups of messages with their counts, in the order that they are shown.</summary>
/// <param name="Rows">One value per column, of the type that <see cref="SummaryColumnKind"/> names.</param>
public sealed record SummaryTable(IReadOnlyList<SummaryColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The table without the columns that only CSV and JSON have.</summary>
    public SummaryTable WithoutDetails()
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Count).Where(i => !Columns[i].IsDetail)];
        return kept.Length == Columns.Count ? this : new SummaryTable([.. kept.Select(i => Columns[i])], [.. Rows.Select(row => (object?[])[.. kept.Select(i => row[i])])]);
    }
}
