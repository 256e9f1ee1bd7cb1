using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>Counts the rows of batches. A row that meets an error of the program becomes a fault and leaves its batch. Not thread-safe.</summary>
/// <param name="statistics">Gets the counts; the caller's to dispose.</param>
/// <param name="probe">See <see cref="StageContext.Probe"/>.</param>
/// <param name="waiting">Gets the counts of messages that are going to be judged again; null where they are counted with the others.</param>
internal sealed class BatchCounter(StatisticsStore statistics, Action<StageKind, MessageLocator>? probe, StatisticsStore? waiting = null)
{
    public StatisticsStore Statistics => statistics;

    /// <summary>True when counting broke off, which may have left half a row behind: the rows that are left must be counted anew.</summary>
    public bool IsSpoiled { get; private set; }

    public void Count(BatchInFlight batch)
    {
        HashSet<MessageLocator>? failed = null;
        HashSet<MessageLocator> again = waiting is null ? [] : [.. batch.Temporary.Select(d => d.Locator)];
        statistics.LeaveOut(batch.OutsidePeriod, batch.NotSampled);
        foreach (MessageRow row in batch.Rows)
        {
            var message = new MessageLocator(row.Archive, row.Offset);
            try
            {
                probe?.Invoke(StageKind.Tally, message);
                (again.Contains(message) ? waiting! : statistics).Add(row);
            }
            catch (Exception e) when (ProgramFault.IsBug(e))
            {
                IsSpoiled = true;
                (failed ??= []).Add(message);
                batch.AddFault(message, StageKind.Tally, e);
            }
        }
        if (failed is not null)
            batch.Drop(failed);
    }

    /// <summary>Counts these rows, which were all counted before, in the place of what is counted.</summary>
    public async Task CountAnewAsync(IAsyncEnumerable<MessageRow> rows)
    {
        (long outsidePeriod, long notSampled) = (statistics.Current.OutsidePeriod, statistics.Current.NotSampled);
        statistics.Clear();
        statistics.LeaveOut(outsidePeriod, notSampled);
        await foreach (MessageRow row in rows.ConfigureAwait(false))
            statistics.Add(row);
        IsSpoiled = false;
    }
}
