using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Judges the two conditions of internal integration for each relay of ours. Pure. A relay is ours when its organization is named as ours; when organizations are inferred, when it
/// relays mail with its own organization in From and is neither a vendor's nor a mailbox provider's.</summary>
internal static class RelayAudit
{
    private const string OpenRelay = "open-relay";

    public static IReadOnlyList<RelayCheck> Of(RunStatistics statistics, SummaryContext context)
    {
        List<(RelayFinding Finding, CauseTally Tally)> all = [.. statistics.Findings.Where(f => f.Key.Table == Findings.Relays)
            .Select(f => (RelayFinding.Parse(f.Key.Text), f.Value)).Where(f => f.Item1 is not null).Select(f => (f.Item1!.Value, f.Value))];
        var checks = new List<RelayCheck>();
        foreach (var relay in all.GroupBy(f => f.Finding.Relay, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (!IsOurs(relay.Key, relay.Select(f => f.Finding), context))
                continue;
            var ours = relay.Where(f => IsOursFrom(f.Finding, context)).ToList();
            checks.Add(Check(relay.Key, "envelope", ours, f => f.Envelope == "other", f => f.Envelope is "unknown" or "null"));
            checks.Add(Check(relay.Key, OpenRelay, [.. relay], f => IsOfOthers(f, context) && f.Mailbox == "other", f => IsOfOthers(f, context) && f.Mailbox == "unknown"));
        }
        return checks;
    }

    private static RelayCheck Check(string relay, string name, List<(RelayFinding Finding, CauseTally Tally)> groups, Func<RelayFinding, bool> isViolation, Func<RelayFinding, bool> isOpen)
    {
        long violations = groups.Where(g => isViolation(g.Finding)).Sum(g => g.Tally.Count);
        long open = groups.Where(g => isOpen(g.Finding)).Sum(g => g.Tally.Count);
        long judged = groups.Sum(g => g.Tally.Count) - open;
        RequirementState state = violations > 0 ? RequirementState.NotMet : judged == 0 || (open > 0 && name == OpenRelay) ? RequirementState.CannotTell : RequirementState.Met;
        IEnumerable<Example> examples = groups.Where(g => violations > 0 ? isViolation(g.Finding) : isOpen(g.Finding)).SelectMany(g => g.Tally.Examples).Order().Take(CauseTally.MaxExamples);
        return new RelayCheck(relay, name, state, violations, judged, open, [.. examples.Select(e => new SummaryExample(e.Archive, e.Offset, e.MessageId))]);
    }

    private static bool IsOurs(string relay, IEnumerable<RelayFinding> findings, SummaryContext context) =>
        DomainName.TryParse(relay.AsSpan()) is { } domain && context.IsOurs(domain) && (!context.InfersOrganizations || (context.MayAdvise(domain) && findings.Any(f => f.From == f.Relay)));

    private static bool IsOursFrom(RelayFinding finding, SummaryContext context) =>
        finding.From == finding.Relay || (!context.InfersOrganizations && DomainName.TryParse(finding.From.AsSpan()) is { } from && context.IsOurs(from));

    /// <summary>Neither From nor the envelope is ours; the null reverse-path is nobody's.</summary>
    private static bool IsOfOthers(RelayFinding finding, SummaryContext context) => finding.Envelope is "from" or "other" && !IsOursFrom(finding, context);
}
