namespace BulkVerify.Reports.Queries;

/// <summary>A query that could not be answered. The message is one line for people; parts of it repeat the query.</summary>
/// <param name="isUsage">True when the query has to change, false when the machine or the run folder is at fault.</param>
public sealed class QueryException(string message, bool isUsage, Exception? inner = null) : Exception(message, inner)
{
    public bool IsUsage { get; } = isUsage;
}
