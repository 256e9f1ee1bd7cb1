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

    /// <summary>Reads the rows once, in their order. Tables by sender or stream tell apart what the statistics do.</summary>
    /// <param name="statistics">Of the rows.</param>
    /// <param name="ours">The streams that count.</param>
    /// <param name="list">The command that lists the messages of a sender for which a condition holds.</param>
    public static async Task<ReportTables> MakeAsync(IAsyncEnumerable<MessageRow> rows, RunStatistics statistics, SummaryContext context, IDnsView zone, OurStreams ours, Func<string, string, string> list)
    {
        IRowTable[] ofRows = [.. new[] { "reason", "key", "spf" }.Select(Create)], ofStreams = [.. new[] { "matrix", "rules" }.Select(Create)];
        await foreach (MessageRow row in rows.ConfigureAwait(false))
        {
            if (!ours.Contains(row))
                continue;
            foreach (IRowTable table in ofRows)
                table.Add(row);
            (row.Sender, row.AuthorDomain) = statistics.StreamOf(row);
            foreach (IRowTable table in ofStreams)
                table.Add(row);
        }
        return new ReportTables(ofRows[0].ToTable(), ofStreams[0].ToTable(), ofRows[1].ToTable(), ofRows[2].ToTable(), ofStreams[1].ToPeoplesTable());

        IRowTable Create(string name) => RowTables.Create(name, context, zone, list);
    }
}
