using BulkVerify.Statistics;

namespace BulkVerify.Reports.Queries;

/// <summary>The view "rows": one row per message, the columns of the row files with times as TIMESTAMP (UTC), and what follows from one row alone.</summary>
public static class RowsView
{
    /// <summary>Every column in the order of DESCRIBE. Absent texts are empty, not NULL.</summary>
    public static IReadOnlyList<RowColumn> Columns { get; } =
    [
        new("archive", "archive as the run names it"),
        new("offset", "of the message in the archive, bytes; quote it: \"offset\""),
        new("length", "bytes as stored"),
        new("message_id", ""),
        new("date", "Date field, TIMESTAMP or NULL"),
        new("received_at", "time of receipt, TIMESTAMP or NULL"),
        new("received_at_source", "what told received_at"),
        new("class", "received, never-received"),
        new("author_domain", "domain of From"),
        new("author_status", "One, or why From has no single domain"),
        new("mail_from", "MAIL FROM, <> for the null path"),
        new("mail_from_source", "what told mail_from"),
        new("helo", ""),
        new("client_ip", "address that handed the message over"),
        new("client_ip_source", "what told client_ip"),
        new("spf_result", "pass, fail, softfail, neutral, none, temperror, permerror"),
        new("spf_domain", "domain that SPF was checked for"),
        new("spf_reason", "reason of spf_result"),
        new("spf_aligned", "SPF passes and is aligned with From"),
        new("spf_path", "terms that led to the result"),
        new("spf_lookups", "terms that caused look-ups, of 10"),
        new("helo_result", "SPF result for HELO"),
        new("dkim", "list of signatures: d, s, a, bits, result, reason, aligned, key_from, unsigned_content, body_hash, repaired, then, past_result, past_reason, c, testing, length_used, duplicates_unsigned"),
        new("arc_result", "pass, fail, none"),
        new("arc_reason", "reason of arc_result"),
        new("arc_state", "of a chain that fails: broken, or unverifiable (a key or answer is missing)"),
        new("arc_sets", "each set: instance, cv, domain, message signature, seal"),
        new("arc_oldest_pass", "oldest set whose message signature verifies with all newer ones, 0 for all"),
        new("dmarc_result", "pass, fail, none, temperror, permerror"),
        new("dmarc_policy", "published policy that applies: p, sp, or np (whether np does is only asked for mail that fails)"),
        new("dmarc_effective_policy", "policy after t=y"),
        new("dmarc_rules", "9989 or 7489"),
        new("dmarc_reason", "reason of dmarc_result"),
        new("dmarc_policy_domain", "domain whose record applies"),
        new("organizational_domain", "of author_domain"),
        new("dmarc_7489_result", "under RFC 7489, with --rules both"),
        new("dmarc_7489_policy", ""),
        new("dmarc_7489_reason", ""),
        new("dmarc_difference", "with --rules both, where they differ: identifiers that align under one only"),
        new("dmarc_walk", "there: organizational domain, queries and records under RFC 9989"),
        new("dmarc_7489_walk", "there: the same under RFC 7489"),
        new("dmarc_checks", "AlignedByBoth, RejectOnSpfAlone, OrganizationalRecordMissing, NoAggregateReports (RFC 9989 7.4, 8)"),
        new("sender", "vendor, domain or address block"),
        new("sender_kind", "Vendor, ClaimedVendor, Own, Domain, AddressBlock, Unknown"),
        new("sender_strength", "Certain, Strong, Weak, Claimed, None"),
        new("platform", "vendor whose servers carry the mail"),
        new("claimed_vendor", "vendor that the message names and nothing verifies"),
        new("runner_up", "another vendor that verified evidence shows"),
        new("sender_evidence", "evidence in words, best first"),
        new("handed_by", "host of another organization that handed the message to the sending host"),
        new("relay", "the sending host, where handed_by is known"),
        new("relay_organization", "organizational domain of relay"),
        new("relay_of_author", "relay is a host of the author's organization"),
        new("relay_is_named", "relay is a host of yours: --outbound-relay named it"),
        new("relayed_for", "domain of the mailbox that relay took the message for"),
        new("author_name", "display name of From, where it may name somebody else than author_domain"),
        new("reply_to_domain", ""),
        new("list_id", "List-Id or another trace of a list"),
        new("indirect", "list or forwarder that explains a failure"),
        new("mbox_reading", ">From lines as-stored, unquoted, or unquoted-rd (lines of several > too)"),
        new("repair", "repair after which a body hash matches: list-footer, mime-wrapping, unquoted-from, ...; not-assessable where the archive rebuilt its messages"),
        new("exporter", "program that stored the message: Takeout, Thunderbird, AppleMail, Mailman, PublicInbox, OutlookPst"),
        new("then_spf", "what the trusted receiver wrote on arrival"),
        new("then_dkim", ""),
        new("then_dmarc", ""),
        new("then_by", "that receiver"),
        new("then_offered_by", "who wrote Authentication-Results that are not believed: see verify --trust-authres"),
        new("then_spf_aligned", "it saw SPF pass aligned"),
        new("then_spf_reason", "why SPF differs today: KeyGone, KeyChanged, BodyAltered, HeaderAltered, RecordGone, RecordChanged, ReceiverRules, NotJudged, Unknown"),
        new("then_dkim_reason", "why DKIM differs today"),
        new("then_dmarc_reason", "why DMARC differs today"),
        new("one_click", "signed, unsigned, invalid (RFC 8058)"),
        new("fingerprint", "equal in copies of a message"),
        new("dkim_aligned", "an aligned signature passes"),
        new("assessment", "Pass, Fail; kept apart: NoRecord, DnsError, Unverifiable, Indirect, NeverReceived"),
    ];

    private static readonly string KeyGone = string.Join(", ", RowAssessor.KeyGone.Order(StringComparer.Ordinal).Select(Literal));

    /// <summary>The statement that makes the view over row files. The last two columns say in SQL what <see cref="RowAssessor"/> says of a row.</summary>
    internal static string Definition(IEnumerable<string> files, string where = "") => $"""
        CREATE VIEW rows AS
        SELECT * REPLACE ({Timestamp("date")}, {Timestamp("received_at")}),
            len(list_filter(dkim, lambda s: s.aligned AND s.result = 'pass')) > 0 AS dkim_aligned,
            CASE
                WHEN class = 'never-received' THEN 'NeverReceived'
                WHEN dmarc_result = 'pass' THEN 'Pass'
                WHEN dmarc_result = 'temperror' THEN 'DnsError'
                WHEN dmarc_result = 'none' AND dmarc_reason IN ('NotRecorded', 'NotAsked') THEN 'Unverifiable'
                WHEN dmarc_result = 'none' THEN 'NoRecord'
                WHEN len(list_filter(dkim, lambda s: s.aligned)) > 0
                    AND len(list_filter(dkim, lambda s: s.aligned AND s.reason NOT IN ({KeyGone}))) = 0 THEN 'Unverifiable'
                WHEN indirect <> '' THEN 'Indirect'
                ELSE 'Fail'
            END AS assessment
        FROM read_parquet({FileList(files)}){(where.Length == 0 ? "" : $" WHERE {where}")}
        """;

    /// <summary>The files as a list literal.</summary>
    internal static string FileList(IEnumerable<string> files) => $"[{string.Join(", ", files.Select(Literal))}]";

    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <remarks>Seconds outside the years 1 to 9999 are no time.</remarks>
    private static string Timestamp(string column) => $"CASE WHEN {column} BETWEEN -62135596800 AND 253402300799 THEN make_timestamp({column} * 1000000) END AS {column}";
}
