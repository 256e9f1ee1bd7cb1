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

    /// <summary>Reads the rows once, in their order.</summary>
    /// <param name="ours">The streams that count.</param>
    /// <param name="list">The command that lists the messages of a sender for which a condition holds.</param>
    public static async Task<ReportTables> MakeAsync(IAsyncEnumerable<MessageRow> rows, SummaryContext context, IDnsView zone, OurStreams ours, Func<string, string, string> list)
    {
        IRowTable[] tables = [.. new[] { "reason", "matrix", "key", "spf", "rules" }.Select(name => RowTables.Create(name, context, zone, list))];
        await foreach (MessageRow row in rows.ConfigureAwait(false))
        {
            if (!ours.Contains(row))
                continue;
            foreach (IRowTable table in tables)
                table.Add(row);
        }
        return new ReportTables(tables[0].ToTable(), tables[1].ToTable(), tables[2].ToTable(), tables[3].ToTable(), tables[4].ToPeoplesTable());
    }
}
