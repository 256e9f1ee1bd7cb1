using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What a run found, as tables. Holds only what the rows determine: no times of the run, no rates of the machine.</summary>
public sealed record Summary
{
    /// <summary>Archives that are listed.</summary>
    public const int MaxArchives = 200;

    public required long Messages { get; init; }

    /// <summary>Messages of the archives that were left out, being of another time than the period that was judged.</summary>
    public long OutsidePeriod { get; init; }

    /// <summary>Messages of the archives that were left out, not being in the sample.</summary>
    public long NotSampled { get; init; }

    /// <summary>Messages of others in streams that hold mail of ours too, such as those of a vendor's other customers: they are in <see cref="Messages"/>, and in no stream.</summary>
    public long OthersLeftOut { get; init; }

    /// <summary>Messages that are copies of another message of the run.</summary>
    public required long Duplicates { get; init; }

    /// <summary>The messages of our streams as one line: of all streams where no organization is named.</summary>
    public required SummaryRow Total { get; init; }

    /// <summary>By sender and author domain, most messages first, ties in text order.</summary>
    public required IReadOnlyList<SummaryRow> Streams { get; init; }

    /// <summary>Streams beyond <see cref="SummaryContext.MaxStreams"/>: they are counted together in the last lines of <see cref="Streams"/>, whose From domain is <see cref="StreamKey.Others"/>.</summary>
    public long FoldedStreams { get; init; }

    /// <summary>Domains that were named as ours; empty when they are inferred: then every From domain that no vendor of the catalog owns.</summary>
    public required IReadOnlyList<string> Organizations { get; init; }

    /// <summary>Senders, or "sender:domain", that a mode was stated for and that sent nothing that is told apart: misspelt, or gone.</summary>
    public IReadOnlyList<string> IntentsWithoutMail { get; init; } = [];

    /// <summary>What to change, most messages gained first; ties in text order.</summary>
    public required IReadOnlyList<Advice> Advice { get; init; }

    /// <summary>When mechanisms of our streams broke or were mended, most messages lost first.</summary>
    public IReadOnlyList<StreamChange> Changes { get; init; } = [];

    /// <summary>Empty unless both rule sets were judged.</summary>
    public required IReadOnlyList<RuleDifference> RuleDifferences { get; init; }

    /// <summary>Signatures whose key the DNS did not give, by where it came from, in text order.</summary>
    public IReadOnlyList<SummaryCause> KeySources { get; init; } = [];

    /// <summary>Where verdicts of today differ from those of the receiver, "DKIM KeyGone", most messages first; see <see cref="ThenReason"/>.</summary>
    public IReadOnlyList<SummaryCause> ThenReasons { get; init; } = [];

    /// <summary>How far each archive holds messages as they were signed, most messages first, ties in text order; the first <see cref="MaxArchives"/>.</summary>
    public IReadOnlyList<ArchiveFidelity> Archives { get; init; } = [];

    /// <summary>All archives by verdict, also those beyond <see cref="MaxArchives"/>.</summary>
    public IReadOnlyDictionary<FidelityVerdict, long> ArchiveVerdicts { get; init; } = new SortedDictionary<FidelityVerdict, long>();

    /// <summary>Signatures that pass by the rules of the day that was asked for and fail by those in force, by why they fail.</summary>
    public IReadOnlyList<SummaryCause> PastPasses { get; init; } = [];

    /// <summary>What RFC 9989 §7.4 and §8 ask of senders and mail that passes shows to be broken, commonest first.</summary>
    public IReadOnlyList<SummaryCause> SenderChecks { get; init; } = [];

    /// <summary>The two conditions for mail handed to relays of ours, in the order of their names.</summary>
    public IReadOnlyList<RelayCheck> RelayChecks { get; init; } = [];

    /// <summary>What most of the mail came through and is not named as a relay of ours; null when there is no such gateway.</summary>
    public ReceivingGateway? Gateway { get; init; }

    /// <summary>Faults of the run by kind.</summary>
    public required IReadOnlyDictionary<FaultKind, long> Faults { get; init; }

    /// <summary>The summary that statistics and faults determine.</summary>
    /// <param name="context">Null for the built-in catalog, organizations inferred.</param>
    public static Summary From(RunStatistics statistics, IEnumerable<Fault> faults, SummaryContext? context = null)
    {
        context ??= SummaryContext.Default;
        context = context with { Names = OrganizationNames.Of(statistics.Streams.Keys, context) };
        SummaryRow[] streams = [.. statistics.Streams.Select(s => RowOf(s.Key, s.Value, context))];
        var total = new StreamTally();
        foreach (SummaryRow row in streams.Where(r => r.IsOurs))
            total.Merge(statistics.Streams[KeyOf(row)]);
        HashSet<StreamKey> ours = [.. streams.Where(s => s.IsOurs).Select(KeyOf)];
        // Beside the advice: the two take longest.
        Task<StreamChange[]> changes = Task.Run(() => ChangeFinder.Find(statistics.Streams, context).Where(c => ours.Contains(new StreamKey(c.Sender, c.AuthorDomain))).ToArray());
        return new Summary
        {
            Messages = statistics.Messages,
            OthersLeftOut = statistics.Messages - statistics.Streams.Values.Sum(s => s.Messages),
            OutsidePeriod = statistics.OutsidePeriod,
            NotSampled = statistics.NotSampled,
            Duplicates = statistics.CountDuplicates(),
            Total = SummaryRow.From(new StreamKey("", ""), total),
            Streams = [.. streams.OrderBy(r => r.IsOthers).ThenByDescending(r => r.Messages).ThenBy(r => r.Sender, StringComparer.Ordinal).ThenBy(r => r.AuthorDomain, StringComparer.Ordinal)],
            FoldedStreams = statistics.FoldedStreams,
            Organizations = [.. context.Organizations.Select(o => o.Value).Order(StringComparer.Ordinal)],
            IntentsWithoutMail = context.Intents.Without(statistics.Streams.Keys.ToHashSet()),
            // Sorting is stable: the pieces for one stream keep their order.
            Advice = [.. AdviceOf(statistics, streams, context).Select(a => WithShare(a, total)).OrderByDescending(a => a.Gain).ThenBy(a => a.Sender, StringComparer.Ordinal).ThenBy(a => a.AuthorDomain, StringComparer.Ordinal)],
            RuleDifferences = [.. statistics.RuleDifferences.Where(d => context.InfersOrganizations || ours.Contains(d.Key.Stream)).Select(d => new RuleDifference(
                    d.Key.Stream.Sender, d.Key.Stream.AuthorDomain, d.Key.Results, d.Key.Identifiers, d.Key.Walk, d.Key.Walk7489, d.Value.Count,
                    SummaryExample.Of(d.Value)))
                .OrderByDescending(d => d.Count).ThenBy(d => d.Sender, StringComparer.Ordinal).ThenBy(d => d.AuthorDomain, StringComparer.Ordinal)],
            Changes = changes.GetAwaiter().GetResult(),
            KeySources = FindingsOf(statistics, Findings.KeySources),
            ThenReasons = [.. FindingsOf(statistics, Findings.ThenReasons).OrderByDescending(c => c.Count)],
            Archives = [.. statistics.Archives.Select(a => ArchiveFidelity.Of(a.Key, a.Value))
                .OrderByDescending(a => a.Messages).ThenBy(a => a.Archive, StringComparer.Ordinal).Take(MaxArchives)],
            ArchiveVerdicts = new SortedDictionary<FidelityVerdict, long>(statistics.Archives.Values.GroupBy(ArchiveFidelity.VerdictOf).ToDictionary(g => g.Key, g => (long)g.Count())),
            PastPasses = FindingsOf(statistics, Findings.PastPasses),
            SenderChecks = [.. FindingsOf(statistics, Findings.SenderChecks).Where(c => IsAskedOfUs(c.Text, context)).OrderByDescending(c => c.Count).ThenBy(c => c.Text, StringComparer.Ordinal)],
            RelayChecks = RelayAudit.Of(statistics, context),
            Gateway = GatewayFinder.Of(statistics, context),
            Faults = new SortedDictionary<FaultKind, long>(faults.GroupBy(f => f.Kind).ToDictionary(g => g.Key, g => (long)g.Count())),
        };
    }

    private static SummaryRow RowOf(StreamKey key, StreamTally tally, SummaryContext context)
    {
        Integration integration = IntegrationOf(key, tally, context);
        return SummaryRow.From(key, tally, integration, IsOurs(key, integration, context));
    }

    internal static Integration IntegrationOf(StreamKey key, StreamTally tally, SummaryContext context) =>
        IntegrationFinder.Of(key, tally.Facts, context) with { Intended = context.Intents.Of(key.Sender, key.AuthorDomain) };

    private static StreamKey KeyOf(SummaryRow row) => new(row.Sender, row.AuthorDomain);

    private static Advice WithShare(Advice advice, StreamTally total) => advice with { GainShare = ShareOf(advice, total), Parts = [.. advice.Parts.Select(p => WithShare(p, total))] };

    private static double? ShareOf(Advice advice, StreamTally total)
    {
        long all = total[advice.Kind switch { AdviceKind.PublishPolicy or AdviceKind.MendPolicy => Assessment.NoRecord, AdviceKind.PublishKey => Assessment.Unverifiable, _ => Assessment.Fail }];
        return advice.Gain == 0 || all == 0 ? null : Math.Min(1, (double)advice.Gain / all);
    }

    /// <summary>The pieces for each of our streams in their order, then those for whole domains.</summary>
    private static IEnumerable<Advice> AdviceOf(RunStatistics statistics, SummaryRow[] streams, SummaryContext context)
    {
        HashSet<StreamKey> advisable = AdvisedStreams.Of(statistics, context);
        var ofStreams = new List<Advice>();
        var relaxable = new List<(StrictAlignment Alignment, long Gain)>();
        foreach (SummaryRow row in streams.Where(r => r.IsOurs && advisable.Contains(KeyOf(r))))
        {
            var finder = new AdviceFinder(context, KeyOf(row), statistics.Streams[KeyOf(row)], row.Integration!);
            ofStreams.AddRange(finder.Find());
            if (finder.Relaxable is { } found)
                relaxable.Add(found);
        }
        KeyValuePair<StreamKey, StreamTally>[] ofOurs = [.. statistics.Streams.Where(s => advisable.Contains(s.Key) && DomainName.TryParse(s.Key.AuthorDomain.AsSpan()) is { } author && context.IsOurs(author))];
        return
        [
            .. JoinedSpfAdvice.Of([.. Summaries.Advice.OncePerRecord(ofStreams)], context), .. PolicyAdvice.Relax(context, relaxable), .. PolicyAdvice.For(context, ofOurs), .. PolicyAdvice.Mend(context, ofOurs),
        ];
    }

    /// <summary>The groups of one table in text order.</summary>
    private static SummaryCause[] FindingsOf(RunStatistics statistics, string table) =>
        [.. statistics.Findings.Where(f => f.Key.Table == table)
            .Select(f => new SummaryCause(f.Key.Text, f.Value.Count, SummaryExample.Of(f.Value)))];

    /// <summary>True for a check of a domain of ours: "example.com: the record asks for no aggregate reports". Inferred, all are.</summary>
    private static bool IsAskedOfUs(string check, SummaryContext context) =>
        context.InfersOrganizations || (check.IndexOf(':', StringComparison.Ordinal) is > 0 and var end && DomainName.TryParse(check.AsSpan(0, end)) is { } author && context.IsOurs(author));

    /// <summary>Mail in our name, and mail of others that answers to us. Inferred, all of it is.</summary>
    internal static bool IsOurs(StreamKey stream, Integration integration, SummaryContext context) =>
        context.InfersOrganizations || stream.AuthorDomain == StreamKey.Others || integration.AnswersToUs || (DomainName.TryParse(stream.AuthorDomain.AsSpan()) is { } author && context.IsOurs(author));
}
