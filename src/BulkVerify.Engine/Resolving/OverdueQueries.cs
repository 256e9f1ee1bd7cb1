namespace BulkVerify.Engine.Resolving;

/// <summary>Queries whose reply may be overdue, in the order in which it becomes so. What was answered meanwhile, or asked again, is passed over. Not thread-safe.</summary>
internal sealed class OverdueQueries
{
    private readonly PriorityQueue<(PendingQuestion Pending, int Attempt), DateTimeOffset> _queries = new();

    /// <summary>When the reply to the first of them is overdue; null when all were answered or asked again.</summary>
    public DateTimeOffset? FirstDue()
    {
        while (_queries.TryPeek(out (PendingQuestion Pending, int Attempt) query, out DateTimeOffset due))
        {
            if (query.Pending is { IsClosed: false, IsQueued: false, UnderWay: > 0 } && query.Pending.Attempts == query.Attempt)
                return due;
            _queries.Dequeue();
        }
        return null;
    }

    /// <summary>Notes the query that was sent last for the question.</summary>
    public void Add(PendingQuestion pending, DateTimeOffset due) => _queries.Enqueue((pending, pending.Attempts), due);

    /// <summary>Takes the question of the query that <see cref="FirstDue"/> speaks of.</summary>
    public PendingQuestion Take() => _queries.Dequeue().Pending;
}
