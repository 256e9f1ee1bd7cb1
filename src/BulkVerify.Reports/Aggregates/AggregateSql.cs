using BulkVerify.Reports.Queries;

namespace BulkVerify.Reports.Aggregates;

/// <summary>The queries behind aggregate reports.</summary>
internal static class AggregateSql
{
    /// <summary>Messages that a report can hold: received, from a known address, with a policy that applies.</summary>
    private const string Reportable = "class = 'received' AND client_ip <> '' AND dmarc_policy_domain <> '' AND dmarc_result <> 'none'";

    /// <summary>One row per record, those of a report together, in an order that the content determines.</summary>
    public static string Records(AggregatePeriod period, string? policyDomain) => $"""
        WITH reportable AS (
            SELECT *, coalesce(received_at, date) AS seen_at FROM rows WHERE {Reportable}{(policyDomain is null ? "" : $" AND dmarc_policy_domain = {RowsView.Literal(policyDomain)}")}
        ), records AS (
            SELECT dmarc_policy_domain, {Period(period)} AS period, client_ip, author_domain, CASE mail_from WHEN '' THEN NULL WHEN '<>' THEN '' ELSE regexp_extract(mail_from, '[^@]*$') END AS envelope_from, dmarc_result, dmarc_policy, dmarc_effective_policy,
                dmarc_rules, assessment, indirect, dkim_aligned, spf_aligned, spf_domain, spf_result, spf_reason, count(*) AS n,
                list_transform(dkim, lambda s: struct_pack(d := s.d, s := s.s, result := s.result, reason := s.reason, aligned := s.aligned)) AS dkim,
                min(seen_at) AS first_seen, max(seen_at) AS last_seen
            FROM reportable GROUP BY ALL
        )
        SELECT dmarc_policy_domain, period, min(first_seen) OVER report AS report_first, max(last_seen) OVER report AS report_last, * EXCLUDE (dmarc_policy_domain, period, first_seen, last_seen)
        FROM records WINDOW report AS (PARTITION BY dmarc_policy_domain, period) ORDER BY ALL
        """;

    /// <summary>How many messages no report holds, by why.</summary>
    public const string LeftOut = $"""
        SELECT CASE WHEN class <> 'received' THEN 'never received' WHEN client_ip = '' THEN 'address of the client not known' ELSE 'no policy applies' END AS why, count(*) AS n
        FROM rows WHERE NOT ({Reportable}) GROUP BY ALL ORDER BY ALL
        """;

    /// <summary>Policy domains, and how many there are.</summary>
    public const string PolicyDomains = $"SELECT DISTINCT dmarc_policy_domain FROM rows WHERE {Reportable} ORDER BY ALL";

    private static string Period(AggregatePeriod period) => period switch
    {
        AggregatePeriod.Day => "date_trunc('day', seen_at)",
        AggregatePeriod.Month => "date_trunc('month', seen_at)",
        _ => "NULL::TIMESTAMP",
    };
}
