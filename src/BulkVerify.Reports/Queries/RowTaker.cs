namespace BulkVerify.Reports.Queries;

/// <summary>Hands each row of a query to a function.</summary>
internal sealed class RowTaker(Action<IReadOnlyList<object?>> take) : IQueryWriter
{
    public void Begin(IReadOnlyList<string> names)
    {
    }

    public bool Write(IReadOnlyList<object?> values)
    {
        take(values);
        return true;
    }

    public void End()
    {
    }
}
