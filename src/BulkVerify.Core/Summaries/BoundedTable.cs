using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Fills a table of rows with those groups that have the most messages, where it cannot hold all. Memory does not grow with their number.</summary>
public static class BoundedTable
{
    /// <param name="create">Makes an empty table.</param>
    /// <param name="most">Groups told apart.</param>
    /// <param name="rows">Reads the rows, in their order; read once where the groups fit, else once to count them, for a million of groups, and once more.</param>
    public static async Task<IRowTable> FillAsync(Func<GroupBound, IRowTable> create, int most, Func<IAsyncEnumerable<MessageRow>> rows)
    {
        IRowTable table = create(GroupBound.First(most));
        await foreach (MessageRow row in rows().ConfigureAwait(false))
        {
            table.Add(row);
            if (table.IsOverfull)
                break;
        }
        return table.IsOverfull ? await RefillAsync(create, most, rows).ConfigureAwait(false) : table;
    }

    private static async Task<IRowTable> RefillAsync(Func<GroupBound, IRowTable> create, int most, Func<IAsyncEnumerable<MessageRow>> rows)
    {
        var counter = new GroupCounter(most);
        IRowTable names = create(GroupBound.First(most));
        var groups = new List<ulong>();
        while (counter.BeginPass())
        {
            await foreach (MessageRow row in rows().ConfigureAwait(false))
            {
                groups.Clear();
                names.AddGroupsOf(row, groups);
                groups.ForEach(counter.Add);
            }
        }
        IRowTable table = create(counter.Bound);
        await foreach (MessageRow row in rows().ConfigureAwait(false))
            table.Add(row);
        return table;
    }
}
