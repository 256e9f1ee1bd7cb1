using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Makes a table of the rows of a run. Takes them in their order, so that what is left out beyond a bound does not depend on the schedule. Not thread-safe.</summary>
public interface IRowTable
{
    /// <summary>Counts one message.</summary>
    void Add(MessageRow row);

    /// <summary>The table of what was counted so far.</summary>
    SummaryTable ToTable();

    /// <summary>The same for people: fewer columns, or another arrangement.</summary>
    SummaryTable ToPeoplesTable() => ToTable().WithoutDetails();
}
