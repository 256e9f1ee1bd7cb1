using BulkVerify.Dns;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>The tables over all rows that the report shows.</summary>
/// <param name="Reasons">Root causes.</param>
/// <param name="Matrix">A line for each sender and check.</param>
/// <param name="Keys">DKIM keys.</param>
/// <param name="Spf">SPF records with their terms.</param>
/// <param name="Rules">Streams against the bulk-sender rules.</param>
public sealed record ReportTables(SummaryTable Reasons, SummaryTable Matrix, SummaryTable Keys, SummaryTable Spf, SummaryTable Rules)
{
    private static readonly SummaryTable None = new([], []);

    public static ReportTables Empty { get; } = new(None, None, None, None, None);

    /// <summary>Tables by sender or stream tell apart what the statistics do; keys and SPF records, those with the most messages.</summary>
    /// <param name="rows">Reads the rows, in their order: once, and again for a table with more groups than it holds.</param>
    /// <param name="statistics">Of the rows.</param>
    /// <param name="ours">The streams that count.</param>
    /// <param name="list">The command that lists the messages behind a number.</param>
    public static async Task<ReportTables> MakeAsync(Func<IAsyncEnumerable<MessageRow>> rows, RunStatistics statistics, SummaryContext context, IDnsView zone, OurStreams ours, RowLister list)
    {
        string[] names = ["reason", "key", "spf"];
        IRowTable[] ofRows = [.. names.Select(n => Create(n, GroupBound.First()))], ofStreams = [.. new[] { "matrix", "rules" }.Select(n => Create(n, GroupBound.First(int.MaxValue)))];
        await foreach (MessageRow row in rows().ConfigureAwait(false))
        {
            if (!ours.Contains(row))
                continue;
            foreach (IRowTable table in ofRows)
                table.Add(row);
            (row.Sender, row.AuthorDomain) = statistics.StreamOf(row);
            foreach (IRowTable table in ofStreams)
                table.Add(row);
        }
        for (int i = 0; i < ofRows.Length; i++)
        {
            string name = names[i];
            if (ofRows[i].IsOverfull)
                ofRows[i] = await BoundedTable.FillAsync(bound => Create(name, bound), GroupBound.DefaultMost, OursAsync).ConfigureAwait(false);
        }
        return new ReportTables(ofRows[0].ToTable(), ofStreams[0].ToTable(), ofRows[1].ToTable(), ofRows[2].ToTable(), ofStreams[1].ToPeoplesTable());

        IRowTable Create(string name, GroupBound bound) => RowTables.Create(name, context, zone, list, bound);

        async IAsyncEnumerable<MessageRow> OursAsync()
        {
            await foreach (MessageRow row in rows().ConfigureAwait(false))
            {
                if (ours.Contains(row))
                    yield return row;
            }
        }
    }
}
