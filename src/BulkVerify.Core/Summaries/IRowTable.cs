using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Makes a table of the rows of a run. Not thread-safe.</summary>
public interface IRowTable
{
    /// <summary>Counts one message.</summary>
    void Add(MessageRow row);

    /// <summary>True when there were more groups than the table holds, so that further ones are counted together: <see cref="BoundedTable"/> makes these the smallest ones.</summary>
    bool IsOverfull => false;

    /// <summary>What tells apart groups; null for a table whose size is bounded in itself.</summary>
    GroupBound? Bound => null;

    /// <summary>Adds the hashes of the groups that the message falls into, each once; none for a table without a bound. Counts nothing.</summary>
    void AddGroupsOf(MessageRow row, ICollection<ulong> groups)
    {
    }

    /// <summary>The table of what was counted so far.</summary>
    SummaryTable ToTable();

    /// <summary>The same for people: fewer columns, or another arrangement.</summary>
    SummaryTable ToPeoplesTable() => ToTable().WithoutDetails();
}
