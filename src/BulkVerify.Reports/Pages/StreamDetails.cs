using System.Globalization;
using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>What the report says of each stream beyond its counts: evidence, SPF, keys, policies, addresses. Asked once for all streams.</summary>
internal sealed class StreamDetails
{
    private readonly ReportSource _source;
    private readonly StreamFacts _evidence, _spf, _keys, _addresses, _policies;

    private readonly Dictionary<(string, string), string> _notes;

    public StreamDetails(ReportSource source, QueryOptions bounds, int streams, CancellationToken cancellation)
    {
        _source = source;
        _notes = NotesOf(source.Tables.Keys);
        _evidence = Ask(ReportSql.Evidence(streams));
        _spf = Ask(ReportSql.Spf(streams));
        _keys = Ask(ReportSql.Keys(streams));
        _addresses = Ask(ReportSql.Addresses(streams));
        _policies = Ask(ReportSql.Policies(streams));

        StreamFacts Ask(string sql)
        {
            var facts = new StreamFacts();
            RowQuery.Run(source.RowFiles, sql, bounds, facts, cancellation);
            return facts;
        }
    }

    public ReportStream StreamOf(StreamKey key, StreamTally tally, SummaryRow row, IReadOnlyList<ReportAdvice> advice, int maxCauses) => new()
    {
        AuthorDomain = StreamKey.DomainWords(key.AuthorDomain),
        Rates = ReportRates.From(tally),
        Mode = row.Integration?.Words ?? "",
        ModeDetail = row.Integration is { } integration
            ? integration.Detail + (integration.Confidence is { } sure ? $" (confidence {SummaryTableText.Percent(sure)})" : "") + (integration.IsUnintended ? $"; meant to be {integration.Intended!.Value.ToWords()}" : "")
            : "",
        ModeEvidence = [.. (row.Integration?.Evidence ?? []).Select(e => new ReportBar(e.Text, ReportText.Number(e.Messages), ReportText.Width(e.Messages, tally.Messages)))],
        Marks = MarkBuilder.Of(row),
        Advice = advice,
        Causes = [.. tally.Causes.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Take(maxCauses)
            .Select(c => new ReportCause(c.Key, ReportText.Number(c.Value.Count), ReportText.Width(c.Value.Count, tally[Assessment.Fail]), [.. c.Value.Examples.Select(ExampleOf)]))],
        Apart = ReportAnswer.Apart(tally),
        Evidence = [.. _evidence.Of(key).Select(e => new ReportBar(e[0], e[^1], ReportText.Width(long.Parse(e[^1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture), tally.Messages)))],
        Tables = [.. new[]
        {
            _policies.TableOf(key, "DMARC", "policy of", "policy", "~outcome", "#messages"),
            WithNotes(_keys.TableOf(key, "DKIM keys", "domain", "selector", "algorithm", "#bits", "#passing", "aligned", "@first", "@last", "#signatures")),
            _spf.TableOf(key, "SPF", "MAIL FROM domain", "result", "~reason", "terms that decided", "#messages"),
            _addresses.TableOf(key, "Sending addresses", "address", "HELO", "#DMARC pass", "#messages"),
        }.OfType<ReportTable>()],
    };

    /// <summary>What is to be mended at each key, from the table of keys of the run.</summary>
    private ReportTable? WithNotes(ReportTable? keys) => keys is null || _notes.Count == 0
        ? keys
        : keys with { Columns = [.. keys.Columns, "~to mend"], Rows = [.. keys.Rows.Select(r => (string[])[.. r, _notes.GetValueOrDefault((r[0], r[1]), "")])] };

    private static Dictionary<(string, string), string> NotesOf(SummaryTable keys)
    {
        int domain = Place("domain"), selector = Place("selector"), notes = Place("notes");
        return notes < 0 ? [] : keys.Rows.DistinctBy(r => ((string)r[domain]!, (string)r[selector]!)).ToDictionary(r => ((string)r[domain]!, (string)r[selector]!), r => (string)r[notes]!);

        int Place(string name) => keys.Columns.ToList().FindIndex(c => c.Name == name);
    }

    private ReportExample ExampleOf(Example example)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{example.Archive}@{example.Offset}");
        return new ReportExample(place, example.MessageId, _source.ExplainCommand(place));
    }
}
