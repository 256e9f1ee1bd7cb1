namespace BulkVerify.Reports.Queries;

/// <summary>Takes the result of a query, row after row. Values are null, bool, integers, <see cref="System.Numerics.BigInteger"/>, double, decimal, string, dates and times, Guid,
/// <see cref="Stream"/> for BLOB, and lists and dictionaries of these.</summary>
public interface IQueryWriter
{
    /// <param name="names">As the query gives them; may repeat.</param>
    void Begin(IReadOnlyList<string> names);

    /// <summary>False when no more rows are wanted.</summary>
    /// <param name="values">Valid during the call.</param>
    bool Write(IReadOnlyList<object?> values);

    void End();
}
