using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>Makes the model of the report from the facts of a run. The same facts give the same model; memory is bounded by what is shown.</summary>
public static class ReportBuilder
{
    /// <summary>Senders with a section of their own.</summary>
    public const int MaxSenders = 150;

    /// <summary>Streams of each sender that are shown with their details.</summary>
    public const int MaxStreams = 12;

    /// <summary>Further ones, of which each is a line.</summary>
    public const int MaxFurtherStreams = 300;

    /// <summary>Streams that details are asked for: the largest of the run.</summary>
    private const int MaxDetailedStreams = 600;

    private const int MaxCauses = 6;
    private const int MaxFaults = 50;
    private const int MaxAdvice = 5;
    private const int MaxDomainAdvice = 100;

    /// <param name="bounds">Bounds of each query.</param>
    /// <exception cref="QueryException">The rows cannot be read.</exception>
    public static ReportModel Build(ReportSource source, QueryOptions bounds, CancellationToken cancellation)
    {
        Summary summary = source.Summary;
        OurStreams ours = source.Ours;
        bounds = bounds with { Where = ReportSql.Ours(summary, source.Statistics, ours) };
        KeyValuePair<StreamKey, StreamTally>[] streams = [.. source.Statistics.Streams.Where(s => ours.Contains(s.Key))];
        StreamTally total = Merge(streams.Select(s => s.Value));
        ReportSender[] senders = SendersOf(source, streams, summary, bounds, cancellation);
        ReportRates rates = ReportRates.From(total);
        Advice[] further = [.. summary.Advice.Skip(MaxAdvice)], ofDomains = [.. further.Where(a => a.Sender.Length == 0 && a.Parts.Count == 0)];
        return new ReportModel
        {
            Title = "Mail authentication report",
            Answer = ReportAnswer.Sentence(total, senders),
            Period = rates.First.Length == 0 ? "" : rates.First == rates.Last ? rates.First : $"{rates.First} to {rates.Last}",
            Numbers = ReportAnswer.Numbers(total, streams.Select(s => s.Key.Sender).Where(s => s != StreamKey.Others).Distinct(StringComparer.Ordinal).Count(), summary.FoldedStreams > 0),
            Caution = summary.Gateway is { } gateway ? $"{gateway.Words} If these hosts receive your mail, run verify again with --relay {gateway.Relay}: then those are judged who handed it to them." : "",
            Trend = TrendBuilder.Build(Ask),
            Total = rates,
            Senders = [.. senders.Take(MaxSenders)],
            Requirements = [.. Requirement.Titles.Select((t, i) => new ReportFact($"R{i + 1}", t))],
            Advice = [.. summary.Advice.Take(MaxAdvice).Select(a => MarkBuilder.Of(a, named: true))],
            DomainAdvice = [.. ofDomains.Take(MaxDomainAdvice).Select(a => MarkBuilder.Of(a, named: true))],
            MoreAdvice = further.Length - ofDomains.Length,
            MoreDomainAdvice = Math.Max(0, ofDomains.Length - MaxDomainAdvice),
            Organizations = summary.Organizations.Count == 0 ? "none named: every From domain that no vendor owns counts as one of yours" : $"{string.Join(", ", summary.Organizations)}; {ReportText.Number(summary.Messages - total.Messages)} messages of others are left out of this report",
            Sections = SectionBuilder.Of(source.Tables, summary),
            FoldedStreams = summary.FoldedStreams,
            MoreSenders = Math.Max(0, senders.Length - MaxSenders),
            MoreMessages = ReportText.Number(senders.Skip(MaxSenders).Sum(s => s.Rates.Messages)),
            Apart = ReportAnswer.Apart(total),
            Duplicates = ReportText.Number(summary.Duplicates),
            RuleDifferences = DifferencesOf(summary),
            Faults = FaultsOf(source.Faults),
            Facts = source.Facts,
        };

        void Ask(string sql, IQueryWriter writer) => RowQuery.Run(source.RowFiles, sql, bounds, writer, cancellation);
    }

    private static ReportSender[] SendersOf(ReportSource source, KeyValuePair<StreamKey, StreamTally>[] all, Summary summary, QueryOptions bounds, CancellationToken cancellation)
    {
        var details = new StreamDetails(source, bounds, MaxDetailedStreams, cancellation);
        Dictionary<StreamKey, SummaryRow> rows = summary.Streams.ToDictionary(r => new StreamKey(r.Sender, r.AuthorDomain));
        ILookup<StreamKey, Advice> advice = summary.Advice.SelectMany(a => a.Parts.DefaultIfEmpty(a)).ToLookup(a => new StreamKey(a.Sender, a.AuthorDomain));
        IReadOnlyDictionary<string, object?[][]> matrix = SectionBuilder.BySender(source.Tables);
        Dictionary<string, (string Kind, string Platform)> kinds = KindsOf(source, bounds, cancellation);
        return [.. all
            .GroupBy(s => s.Key.Sender, StringComparer.Ordinal)
            .Select(g => (Sender: g.Key, Streams: g.OrderByDescending(s => s.Value.Messages).ThenBy(s => s.Key.AuthorDomain, StringComparer.Ordinal).ToArray(), Tally: Merge(g.Select(s => s.Value))))
            .OrderBy(s => s.Sender == StreamKey.Others).ThenByDescending(s => s.Tally.Messages).ThenBy(s => s.Sender, StringComparer.Ordinal)
            .Select((s, i) =>
            {
                (string kind, string platform) = kinds.GetValueOrDefault(s.Sender, ("", ""));
                ReportStream[] streams = i < MaxSenders ? [.. s.Streams.Take(MaxStreams).Select(t => details.StreamOf(t.Key, t.Value, rows[t.Key], [.. advice[t.Key].Select(a => MarkBuilder.Of(a, named: false))], MaxCauses))] : [];
                SummaryRow[] own = [.. s.Streams.Select(t => rows[t.Key])];
                return new ReportSender(
                    $"sender{i + 1}", s.Sender.Length == 0 ? "(unknown)" : s.Sender, KindText(kind), platform == s.Sender ? "" : platform, ReportRates.From(s.Tally),
                    s.Tally.Causes.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} ({ReportText.Number(c.Value.Count)})").FirstOrDefault() ?? "",
                    ModesOf(own), MarkBuilder.Of(own), SectionBuilder.MatrixOf(matrix, source.Tables, s.Sender),
                    streams, i < MaxSenders ? FurtherOf([.. own.Skip(streams.Length)]) : null);
            })];
    }

    private static ReportTable? FurtherOf(IReadOnlyList<SummaryRow> streams) => streams.Count == 0 ? null : new ReportTable(
        "Further From domains, without details (summary RUN --by stream --vendor SENDER has all; export RUN --sender SENDER --domain DOMAIN lists their messages)", ["From domain", "#messages", "#DMARC pass", "works as", "~fails mostly because"],
        [.. streams.Take(MaxFurtherStreams).Select(s => (string[])
            [StreamKey.DomainWords(s.AuthorDomain), ReportText.Number(s.Messages), s.DmarcPassShare is { } share ? SummaryTableText.Percent(share) : "-", s.Integration?.Words ?? "", s.Cause is { } cause ? $"{cause.Text} ({ReportText.Number(cause.Count)})" : ""])],
        Math.Max(0, streams.Count - MaxFurtherStreams));

    /// <summary>Modes that make up a good part of the sender's mail, largest first.</summary>
    private static string ModesOf(IReadOnlyList<SummaryRow> streams)
    {
        long all = streams.Sum(s => s.Messages);
        return string.Join(", ", streams.Where(s => s.Integration is not null).GroupBy(s => s.Integration!.Words, StringComparer.Ordinal)
            .Select(g => (Words: g.Key, Messages: g.Sum(s => s.Messages))).Where(m => m.Messages * 5 >= all).OrderByDescending(m => m.Messages).ThenBy(m => m.Words, StringComparer.Ordinal).Select(m => m.Words));
    }

    private static StreamTally Merge(IEnumerable<StreamTally> tallies)
    {
        var merged = new StreamTally();
        foreach (StreamTally tally in tallies)
            merged.Merge(tally);
        return merged;
    }

    private static Dictionary<string, (string Kind, string Platform)> KindsOf(ReportSource source, QueryOptions bounds, CancellationToken cancellation)
    {
        var kinds = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        RowQuery.Run(source.RowFiles, ReportSql.Kinds(MaxSenders), bounds, new RowTaker(v => kinds[(string)v[0]!] = ((string)v[1]!, (string)v[2]!)), cancellation);
        return kinds;
    }

    private static string KindText(string kind) => kind switch
    {
        "Vendor" => "service",
        "ClaimedVendor" => "claims to be this service, nothing verifies",
        "Own" => "own domain",
        "Domain" => "domain",
        "AddressBlock" => "address block",
        _ => "unknown",
    };

    private static ReportTable? DifferencesOf(Summary summary) => summary.RuleDifferences.Count == 0 ? null : new ReportTable(
        "Where RFC 9989 and RFC 7489 differ (result and policy, RFC 9989 first)", ["sender", "From domain", "difference", "under RFC 9989", "under RFC 7489", "#messages"],
        [.. summary.RuleDifferences.Take(MaxFaults).Select(d => (string[])
            [d.Sender, d.AuthorDomain, d.Identifiers.Length == 0 ? d.Difference : $"{d.Difference}; {d.Identifiers}", d.Walk, d.Walk7489, ReportText.Number(d.Count)])], Math.Max(0, summary.RuleDifferences.Count - MaxFaults));

    private static ReportTable? FaultsOf(IReadOnlyList<Fault> faults) => faults.Count == 0 ? null : new ReportTable(
        "Faults", ["where", "what happened"],
        [.. faults.Take(MaxFaults).Select(f => (string[])[f.Offset is { } offset ? $"{f.Archive}@{offset}" : f.Archive, f.Detail])], Math.Max(0, faults.Count - MaxFaults));
}
