using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Advice on DMARC records: one for each organization that publishes none, one for each name whose record counts for nothing, and one for each whose strict alignment
/// keeps mail of its own from counting. Pure.</summary>
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

    /// <inheritdoc cref="For"/>
    public static IEnumerable<Advice> Mend(SummaryContext context, IEnumerable<KeyValuePair<StreamKey, StreamTally>> streams) => streams
        .Select(s => (Author: DomainName.TryParse(s.Key.AuthorDomain.AsSpan()), Fault: FaultOf(s.Value.Facts), s.Value.Facts.Unpublished))
        .Where(s => s.Author is not null && s.Fault.Length > 0)
        .Select(s => (Name: PlaceOf(s.Author!, s.Fault, context), s.Fault, s.Unpublished))
        .GroupBy(s => (s.Name, s.Fault), s => s.Unpublished)
        .Select(g => Mend(g.Key.Name, g.Key.Fault, g.Sum()));

    private static string FaultOf(StreamFacts facts) =>
        facts.Policies.Texts.ContainsKey(StreamFacts.SeveralPolicies) ? StreamFacts.SeveralPolicies : facts.Policies.Texts.ContainsKey(StreamFacts.VoidPolicy) ? StreamFacts.VoidPolicy : "";

    /// <summary>The author domain or its organization, whichever has the record at fault; the author domain where that is not known.</summary>
    private static DomainName PlaceOf(DomainName author, string fault, SummaryContext context)
    {
        DomainName organization = context.PublicSuffixes.OrganizationalDomain(author);
        int records = context.Dns is { } dns && DmarcLookup.Find(author, dns, new DnsQuestionSet()) is { } lookup ? lookup.RecordCount : 1;
        return (fault == StreamFacts.SeveralPolicies ? records > 1 : records > 0) ? author : organization;
    }

    private static Advice Mend(DomainName domain, string fault, long aligned) => new(
        "", domain.Value,
        fault == StreamFacts.SeveralPolicies
            ? "several DMARC records are published, and several count as none (RFC 9989 4.10): keep one of them."
            : "the DMARC record has no valid p= and no valid rua=, so it counts for nothing (RFC 9989 4.10.1): give it a valid p=, such as p=none, and leave its other tags.",
        [], "", aligned, IsProven: false)
    { Kind = AdviceKind.MendPolicy, Who = "DNS owner", Checks = AdviceSteps.Checks([new AdviceRecord($"_dmarc.{domain}", "TXT", "", IsExact: false)], "", isDnsChange: true) };

    /// <param name="context">What a summary needs.</param>
    /// <param name="relaxable">What streams found, with the messages that each would gain.</param>
    public static IEnumerable<Advice> Relax(SummaryContext context, IEnumerable<(StrictAlignment Alignment, long Gain)> relaxable) => relaxable
        .GroupBy(r => r.Alignment.PolicyDomain)
        .Select(g => Relax(context, Most(g), g.Sum(r => r.Gain)))
        .OfType<Advice>();

    /// <summary>The commonest names of all streams.</summary>
    private static StrictAlignment Most(IEnumerable<(StrictAlignment Alignment, long Gain)> relaxable)
    {
        StrictAlignment[] all = [.. relaxable.Select(r => r.Alignment)];
        StrictAlignment spf = all.OrderByDescending(a => a.Envelopes).ThenBy(a => a.Envelope, StringComparer.Ordinal).First(), dkim = all.OrderByDescending(a => a.Signers).ThenBy(a => a.Signer, StringComparer.Ordinal).First();
        return spf with { Signer = dkim.Signer, Signers = dkim.Signers };
    }

    private static Advice? Relax(SummaryContext context, StrictAlignment strict, long gain)
    {
        string tags = string.Join(" and ", new[] { strict.Envelope.Length > 0 ? "aspf=s" : "", strict.Signer.Length > 0 ? "adkim=s" : "" }.Where(t => t.Length > 0));
        string names = string.Join(" and ", new[] { strict.Envelope.Length > 0 ? $"MAIL FROM {strict.Envelope}" : "", strict.Signer.Length > 0 ? $"d={strict.Signer}" : "" }.Where(n => n.Length > 0));
        AdviceRecord[] records = [new AdviceRecord($"_dmarc.{strict.PolicyDomain}", "TXT", strict.Relaxed(), IsExact: true)];
        return context.WithProof(new Advice(
            "", strict.PolicyDomain.Value,
            $"the DMARC record asks for strict alignment ({tags}), so that {names} of your own organization does not count. Drop {tags}, or have the very From domain there.",
            records, "", gain, IsProven: false)
        { Kind = AdviceKind.RelaxPolicy, IsDnsChange = true, Who = "DNS owner", Checks = AdviceSteps.Checks(records, "", isDnsChange: true), Zone = AdviceZone.Of(records) });
    }

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
