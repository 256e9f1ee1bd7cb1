using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Aggregates;

/// <summary>Aggregate reports (RFC 9990) of a run, one after the other: grouping and order are the SQL engine's, so memory is bounded and the bytes follow from the rows.</summary>
public static class AggregateExport
{
    /// <param name="dns">Where the run's policy records are found.</param>
    /// <param name="open">Opens the stream of a report, which is closed when it is complete.</param>
    /// <returns>Reports written.</returns>
    /// <exception cref="QueryException">The rows cannot be read.</exception>
    public static int Write(IReadOnlyList<string> files, IDnsView dns, AggregateOptions options, QueryOptions bounds, Func<AggregateHead, Stream> open, CancellationToken cancellation)
    {
        using var writer = new Writer(dns, options, open);
        RowQuery.Run(files, AggregateSql.Records(options.Period, options.PolicyDomain), bounds, writer, cancellation);
        return writer.Reports;
    }

    /// <summary>How many messages are in no report, by why.</summary>
    public static IReadOnlyList<(string Why, long Count)> CountLeftOut(IReadOnlyList<string> files, QueryOptions bounds, CancellationToken cancellation)
    {
        var counts = new List<(string, long)>();
        RowQuery.Run(files, AggregateSql.LeftOut, bounds, new RowTaker(v => counts.Add(((string)v[0]!, (long)v[1]!))), cancellation);
        return counts;
    }

    /// <summary>Policy domains that have a report.</summary>
    public static IReadOnlyList<string> PolicyDomains(IReadOnlyList<string> files, QueryOptions bounds, CancellationToken cancellation)
    {
        var domains = new List<string>();
        RowQuery.Run(files, AggregateSql.PolicyDomains, bounds, new RowTaker(v => domains.Add((string)v[0]!)), cancellation);
        return domains;
    }

    /// <summary>Domain of the address that reports come from.</summary>
    public static string Receiver(string email) => email[(email.LastIndexOf('@') + 1)..];

    /// <summary>Ends a report and begins the next where policy domain or period change.</summary>
    private sealed class Writer(IDnsView dns, AggregateOptions options, Func<AggregateHead, Stream> open) : IQueryWriter, IDisposable
    {
        private AggregateHead? _head;
        private AggregateXml? _report;

        public int Reports { get; private set; }

        public void Begin(IReadOnlyList<string> names)
        {
        }

        public bool Write(IReadOnlyList<object?> values)
        {
            AggregateHead head = HeadOf(values);
            AggregateRecord record = RecordOf(values);
            if (head != _head)
            {
                _report?.Dispose();
                _report = new AggregateXml(open(head), options);
                _report.Begin(head, record, PolicyOf(head.PolicyDomain));
                _head = head;
                Reports++;
            }
            _report!.Add(record);
            return true;
        }

        public void End()
        {
        }

        public void Dispose() => _report?.Dispose();

        private AggregateHead HeadOf(IReadOnlyList<object?> values)
        {
            DateTime first = (values[1] ?? values[2]) as DateTime? ?? DateTime.UnixEpoch;
            DateTime last = values[3] as DateTime? ?? DateTime.UnixEpoch;
            DateTime end = options.Period switch
            {
                AggregatePeriod.Day => first.Date.AddDays(1),
                AggregatePeriod.Month => first.Date.AddMonths(1),
                _ => last.Date.AddDays(1),
            };
            return new AggregateHead((string)values[0]!, Seconds(first.Date), Math.Max(0, Seconds(end) - 1));
        }

        /// <summary>Digits have no sign in file names (RFC 9990 §3.5.2): a Date before 1970 counts as its first second.</summary>
        private static long Seconds(DateTime time) => Math.Max(0, (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond);

        private static AggregateRecord RecordOf(IReadOnlyList<object?> v) => new(
            (string)v[4]!, (long)v[18]!, (string)v[5]!, v[6] as string, (string)v[7]!, (string)v[8]!, (string)v[9]!, (string)v[10]!, (string)v[11]!, (string)v[12]!,
            (bool)v[13]!, (bool)v[14]!, (string)v[15]!, (string)v[16]!, (string)v[17]!, [.. ((IEnumerable<Dictionary<string, object?>>)v[19]!).Select(SignatureOf)]);

        private static SignatureRow SignatureOf(Dictionary<string, object?> s) =>
            new() { D = (string)s["d"]!, S = (string)s["s"]!, Result = (string)s["result"]!, Reason = (string)s["reason"]!, Aligned = (bool)s["aligned"]! };

        private DmarcRecord? PolicyOf(string domain) =>
            DomainName.TryParse(domain.AsSpan()) is { } name ? DmarcLookup.Find(name, dns, new DnsQuestionSet())?.Record : null;
    }
}
