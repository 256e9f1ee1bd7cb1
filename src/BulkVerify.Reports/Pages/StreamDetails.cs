using System.Globalization;
using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Pages;

/// <summary>What the report says of each stream beyond its counts: evidence, SPF, keys, policies, addresses. Asked once for all streams.</summary>
internal sealed class StreamDetails
{
    private readonly ReportSource _source;
    private readonly StreamFacts _evidence, _spf, _keys, _addresses, _policies;

    public StreamDetails(ReportSource source, QueryOptions bounds, int streams, CancellationToken cancellation)
    {
        _source = source;
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

    public ReportStream StreamOf(StreamKey key, StreamTally tally, int maxCauses) => new()
    {
        AuthorDomain = key.AuthorDomain.Length == 0 ? "(no From domain)" : key.AuthorDomain,
        Rates = ReportRates.From(tally),
        Causes = [.. tally.Causes.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Take(maxCauses)
            .Select(c => new ReportCause(c.Key, ReportText.Number(c.Value.Count), ReportText.Width(c.Value.Count, tally[Assessment.Fail]), [.. c.Value.Examples.Select(ExampleOf)]))],
        Apart = ReportAnswer.Apart(tally),
        Evidence = [.. _evidence.Of(key).Select(e => new ReportBar(e[0], e[^1], ReportText.Width(long.Parse(e[^1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture), tally.Messages)))],
        Tables = [.. new[]
        {
            _policies.TableOf(key, "DMARC", "policy of", "policy", "~outcome", "#messages"),
            _keys.TableOf(key, "DKIM keys", "domain", "selector", "algorithm", "#bits", "#passing", "aligned", "first", "last", "#signatures"),
            _spf.TableOf(key, "SPF", "MAIL FROM domain", "result", "~reason", "terms that decided", "#messages"),
            _addresses.TableOf(key, "Sending addresses", "address", "HELO", "#DMARC pass", "#messages"),
        }.OfType<ReportTable>()],
    };

    private ReportExample ExampleOf(Example example)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{example.Archive}@{example.Offset}");
        return new ReportExample(place, example.MessageId, _source.ExplainCommand(place));
    }
}
