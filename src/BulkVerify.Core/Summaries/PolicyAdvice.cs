using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Advice for From domains that publish no DMARC record: one record for each organization. Pure.</summary>
internal static class PolicyAdvice
{
    /// <param name="context">What a summary needs.</param>
    /// <param name="streams">Streams of domains that may be advised.</param>
    public static IEnumerable<Advice> For(SummaryContext context, IEnumerable<KeyValuePair<StreamKey, StreamTally>> streams) => streams
        .Where(s => s.Value.Facts.Policies.Texts.ContainsKey("none"))
        .Select(s => (Organization: DomainName.TryParse(s.Key.AuthorDomain.AsSpan()) is { LabelCount: > 1 } author ? context.PublicSuffixes.OrganizationalDomain(author) : null, s.Value))
        .Where(s => s.Organization is not null)
        .GroupBy(s => s.Organization!, s => s.Value)
        .Select(g => Of(g.Key, context, g.Sum(s => s.Facts.Unpublished)))
        .OfType<Advice>();

    private static Advice? Of(DomainName organization, SummaryContext context, long aligned)
    {
        AdviceRecord[] records = [new AdviceRecord($"_dmarc.{organization}", "TXT", "v=DMARC1; p=none", IsExact: true)];
        return context.WithProof(new Advice(
            "", organization.Value,
            "no DMARC record is published, so no mail can pass and anybody can send as this domain. Publish one (p=none changes no delivery; add rua=mailto:ADDRESS for reports).",
            records, "", aligned, IsProven: false)
        { Kind = AdviceKind.PublishPolicy, IsDnsChange = true, Who = "DNS owner", Checks = AdviceSteps.Checks(records, "", isDnsChange: true), Zone = AdviceZone.Of(records) });
    }
}
