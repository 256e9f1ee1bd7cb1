using BulkVerify.Reports.Queries;

namespace BulkVerify.Reports.Tests.Queries;

/// <summary>Keeps the result of a query as text cells.</summary>
internal sealed class CollectingQueryWriter(int maxRows = int.MaxValue) : IQueryWriter
{
    public IReadOnlyList<string> Names { get; private set; } = [];

    public List<string[]> Rows { get; } = [];

    public bool Ended { get; private set; }

    public void Begin(IReadOnlyList<string> names) => Names = names;

    public bool Write(IReadOnlyList<object?> values)
    {
        Rows.Add([.. values.Select(QueryText.Cell)]);
        return Rows.Count < maxRows;
    }

    public void End() => Ended = true;
}
