using System.Globalization;
using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>The queries behind the report. Each gives a bounded number of rows in an order that the content determines.</summary>
internal static class ReportSql
{
    /// <summary>Months and years that are asked for: more than any archive has, and a bound where hostile dates make more.</summary>
    public const int MaxPeriods = 2400;

    /// <summary>Streams of others that answer to us and are asked for: the largest.</summary>
    private const int MaxOthers = 500;

    /// <summary>Rows of each table of a stream.</summary>
    public const int MaxTableRows = 6;

    /// <summary>The condition for rows of our organizations, and for those of streams of others that answer to us; empty where none is named.</summary>
    public static string Ours(Summary summary, RunStatistics statistics, OurStreams ours)
    {
        if (ours.IsAll)
            return "";
        string replies = AtOrBelow("reply_to_domain", summary.Organizations);
        IEnumerable<string> streams = summary.Streams.Select(s => new StreamKey(s.Sender, s.AuthorDomain)).Where(ours.IsShared).Take(MaxOthers)
            .Select(s => $"(sender = {RowsView.Literal(s.Sender)} AND author_domain = {RowsView.Literal(s.AuthorDomain)} AND ({replies}{NamesOf(statistics.Streams[s], ours)}))");
        return string.Join(" OR ", streams.Prepend(AtOrBelow("author_domain", summary.Organizations)));
    }

    private static string AtOrBelow(string column, IReadOnlyList<string> domains) =>
        string.Join(" OR ", domains.Select(d => $"{column} = {RowsView.Literal(d)} OR ends_with({column}, {RowsView.Literal("." + d)})"));

    private static string NamesOf(StreamTally stream, OurStreams ours)
    {
        string[] names = [.. stream.Facts.AuthorNames.Texts.Keys.Where(ours.NamesUs).Select(RowsView.Literal)];
        return names.Length == 0 ? "" : $" OR author_name IN ({string.Join(", ", names)})";
    }

    /// <summary>Received messages by period: period, pass, fail, apart.</summary>
    public static string Trend(string unit) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT date_trunc('{unit}', received_at) AS period, count(*) FILTER (assessment = 'Pass'), count(*) FILTER (assessment = 'Fail'), count(*) FILTER (assessment NOT IN ('Pass', 'Fail'))
        FROM rows WHERE received_at IS NOT NULL AND class = 'received' GROUP BY ALL ORDER BY period DESC LIMIT {MaxPeriods}
        """);

    /// <summary>What a sender is: sender, kind, platform; the commonest of each sender.</summary>
    public static string Kinds(int senders) => string.Create(CultureInfo.InvariantCulture, $"""
        WITH top AS (SELECT sender FROM rows GROUP BY ALL ORDER BY count(*) DESC, sender LIMIT {senders})
        SELECT sender, sender_kind, platform FROM rows JOIN top USING (sender) GROUP BY sender, sender_kind, platform
        QUALIFY row_number() OVER (PARTITION BY sender ORDER BY count(*) DESC, sender_kind, platform) = 1 ORDER BY ALL
        """);

    /// <summary>Pieces of evidence, host names by their last two labels.</summary>
    public static string Evidence(int streams) => Table(streams,
        @"regexp_replace(e.e, '([ =])[^ =]+\.([^. =]+\.[^. =]+)$', '\1*.\2') AS evidence", "e.e <> ''", "evidence", ", unnest(string_split(sender_evidence, '; ')) AS e(e)");

    public static string Spf(int streams) => Table(streams,
        "spf_domain, spf_result || CASE WHEN spf_aligned THEN ', aligned' ELSE '' END AS result, spf_reason, spf_path", "spf_result <> ''", "spf_domain, spf_result, spf_aligned, spf_reason, spf_path");

    public static string Addresses(int streams) => Table(streams, "client_ip, min(helo), count(*) FILTER (assessment = 'Pass') AS pass", "client_ip <> ''", "client_ip");

    public static string Policies(int streams) => Table(streams, "dmarc_policy_domain, dmarc_policy, dmarc_reason", "", "dmarc_policy_domain, dmarc_policy, dmarc_reason");

    /// <summary>Signatures by key; a message counts once for each of its signatures.</summary>
    public static string Keys(int streams) => Table(streams,
        "k.d AS d, k.s AS s, k.a AS a, k.bits AS bits, count(*) FILTER (k.result = 'pass') AS pass, CASE WHEN k.aligned THEN 'yes' ELSE 'no' END AS aligned, strftime(min(received_at), '%Y-%m-%d'), strftime(max(received_at), '%Y-%m-%d')",
        "", "k.d, k.s, k.a, k.bits, k.aligned", ", unnest(dkim) AS u(k)");

    /// <summary>Per stream the rows with the most messages: sender, author domain, the columns, the count, and how many rows there are.</summary>
    /// <param name="group">Columns that make a row; empty when they are <paramref name="columns"/>.</param>
    private static string Table(int streams, string columns, string where, string group, string join = "")
    {
        string by = group.Length == 0 ? columns : group;
        return string.Create(CultureInfo.InvariantCulture, $"""
            WITH top AS (SELECT sender, author_domain FROM rows GROUP BY ALL ORDER BY count(*) DESC, sender, author_domain LIMIT {streams}),
            received AS (SELECT r.* FROM rows r JOIN top t ON r.sender = t.sender AND r.author_domain = t.author_domain WHERE class = 'received')
            SELECT sender, author_domain, {columns}, count(*) AS n, count(*) OVER (PARTITION BY sender, author_domain) AS all_rows
            FROM received{join}{(where.Length == 0 ? "" : $" WHERE {where}")} GROUP BY sender, author_domain, {by}
            QUALIFY row_number() OVER (PARTITION BY sender, author_domain ORDER BY count(*) DESC, {by}) <= {MaxTableRows} ORDER BY sender, author_domain, n DESC, {by}
            """);
    }
}
