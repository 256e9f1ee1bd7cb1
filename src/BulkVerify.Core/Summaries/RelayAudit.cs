using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Judges the two conditions of internal integration for each relay of ours. Pure. A relay is ours when the user named it or its organization; when organizations are inferred,
/// also when it relays mail with its own organization in From and is neither a vendor's nor a mailbox provider's.</summary>
internal static class RelayAudit
{
    private const string OpenRelay = "open-relay";

    public static IReadOnlyList<RelayCheck> Of(RunStatistics statistics, SummaryContext context)
    {
        IEnumerable<RelayGroup> all = RelayFinding.AllOf(statistics).Select(f => new RelayGroup(f.Finding, f.Tally));
        var checks = new List<RelayCheck>();
        foreach (var relay in all.GroupBy(g => g.Finding.Relay, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            // Others may have hosts in the domain of a named one: a provider's customers.
            List<RelayGroup> named = [.. relay.Where(g => g.Finding.IsNamed)];
            if (IsOurs(relay.Key, relay, context))
                checks.AddRange(Judge(relay.Key, [.. relay], context));
            else if (named.Count > 0 && !context.InfersOrganizations)
                checks.AddRange(Judge(relay.Key, named, context));
            else if (named.Count > 0)
                checks.Add(Check(relay.Key, RelayCheck.WhoseName, named, static _ => false, static _ => true));
        }
        return checks;
    }

    private static RelayCheck[] Judge(string relay, List<RelayGroup> groups, SummaryContext context) =>
    [
        Check(relay, "envelope", groups.FindAll(g => IsOursFrom(g.Finding, context)), f => f.Envelope == "other", f => f.Envelope is "unknown" or "null"),
        Check(relay, OpenRelay, groups, f => IsOfOthers(f, context) && f.Mailbox == "other", f => IsOfOthers(f, context) && f.Mailbox == "unknown"),
    ];

    private static RelayCheck Check(string relay, string name, List<RelayGroup> groups, Func<RelayFinding, bool> isViolation, Func<RelayFinding, bool> isOpen)
    {
        long violations = groups.Where(g => isViolation(g.Finding)).Sum(g => g.Tally.Count);
        long open = groups.Where(g => isOpen(g.Finding)).Sum(g => g.Tally.Count);
        long judged = groups.Sum(g => g.Tally.Count) - open;
        RequirementState state = violations > 0 ? RequirementState.NotMet : judged == 0 || (open > 0 && name == OpenRelay) ? RequirementState.CannotTell : RequirementState.Met;
        IEnumerable<Example> examples = groups.Where(g => violations > 0 ? isViolation(g.Finding) : isOpen(g.Finding)).SelectMany(g => g.Tally.Examples).Order().Take(CauseTally.MaxExamples);
        return new RelayCheck(relay, name, state, violations, judged, open, [.. examples.Select(e => new SummaryExample(e.Archive, e.Offset, e.MessageId))]);
    }

    private static bool IsOurs(string relay, IEnumerable<RelayGroup> groups, SummaryContext context) =>
        DomainName.TryParse(relay.AsSpan()) is { } domain && context.IsOurs(domain) && (!context.InfersOrganizations || (context.MayAdvise(domain) && groups.Any(g => g.Finding.From == relay)));

    private static bool IsOursFrom(RelayFinding finding, SummaryContext context) =>
        context.InfersOrganizations ? finding.From == finding.Relay : DomainName.TryParse(finding.From.AsSpan()) is { } from && context.IsOurs(from);

    /// <summary>Neither From nor the envelope is ours; the null reverse-path is nobody's.</summary>
    private static bool IsOfOthers(RelayFinding finding, SummaryContext context) => finding.Envelope is "from" or "other" && !IsOursFrom(finding, context);

    private readonly record struct RelayGroup(RelayFinding Finding, CauseTally Tally);
}
