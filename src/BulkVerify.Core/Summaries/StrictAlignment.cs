using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What of a stream passes for another name of the author's organization and does not count, because the DMARC record asks for the very name (RFC 9989 §4.7, adkim and aspf).
/// Immutable.</summary>
/// <param name="PolicyDomain">Domain whose record applies.</param>
/// <param name="Text">The record as it is published.</param>
/// <param name="OfSpf">True when the record says aspf=s.</param>
/// <param name="OfDkim">True when it says adkim=s.</param>
/// <param name="Envelope">The commonest MAIL FROM that it keeps from counting; empty without one.</param>
/// <param name="Signer">The commonest d= that it keeps from counting; empty without one.</param>
internal sealed record StrictAlignment(DomainName PolicyDomain, string Text, bool OfSpf, bool OfDkim, string Envelope, string Signer)
{
    /// <summary>Messages whose envelope is such a one.</summary>
    public long Envelopes { get; init; }

    /// <summary>Messages whose signature is such a one.</summary>
    public long Signers { get; init; }

    /// <summary>Null where the record is not known, or is not strict.</summary>
    public static StrictAlignment? Of(StreamKey stream, StreamFacts facts, SummaryContext context)
    {
        if (context.Dns is not { } dns || DomainName.TryParse(stream.AuthorDomain.AsSpan()) is not { } author || PolicyDomainOf(facts) is not { } policyDomain || RecordAt(policyDomain, dns) is not { } text
            || DmarcRecordParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text)) is not { } record)
            return null;
        (bool spf, bool dkim) = (record.SpfAlignment == AlignmentMode.Strict, record.DkimAlignment == AlignmentMode.Strict);
        if (!spf && !dkim)
            return null;
        DomainName organization = context.PublicSuffixes.OrganizationalDomain(author);
        (string envelope, long envelopes) = spf ? Commonest(facts.Envelope.Against, "MAIL FROM ", organization) : ("", 0);
        (string signer, long signers) = dkim ? Commonest(facts.OtherSigners, "", organization) : ("", 0);
        return new StrictAlignment(policyDomain, text, spf, dkim, envelope, signer) { Envelopes = envelopes, Signers = signers };
    }

    /// <summary>The record without the tags that keep something from counting.</summary>
    public string Relaxed() => string.Join(';', Text.Split(';').Where(tag => !(Envelope.Length > 0 && IsStrict(tag, "aspf")) && !(Signer.Length > 0 && IsStrict(tag, "adkim"))));

    private static bool IsStrict(string tag, string name) =>
        tag.Split('=') is [var left, var right] && left.Trim().Equals(name, StringComparison.OrdinalIgnoreCase) && right.Trim().Equals("s", StringComparison.OrdinalIgnoreCase);

    /// <summary>The domain of the policy that most messages are under.</summary>
    private static DomainName? PolicyDomainOf(StreamFacts facts) =>
        facts.Policies.Commonest().Split(' ') is [_, var domain] ? DomainName.TryParse(domain.AsSpan()) : null;

    private static string? RecordAt(DomainName policyDomain, IDnsView dns)
    {
        if (DomainName.TryParse($"_dmarc.{policyDomain}".AsSpan()) is not { } name || dns.Find(new DnsQuestion(name, DnsRecordType.Txt)) is not { } answer)
            return null;
        DnsRecord[] records = [.. answer.Records.Where(r => DmarcRecordParser.IsRecord(r.Text.Span))];
        return records.Length == 1 && answer.Aliases.Count == 0 ? System.Text.Encoding.UTF8.GetString(records[0].Text.Span) : null;
    }

    private static (string Name, long Count) Commonest(KeptCounts counts, string before, DomainName organization)
    {
        (string Text, long Count)[] own = [.. counts.ByCount()
            .Where(c => c.Key.StartsWith(before, StringComparison.Ordinal) && DomainName.TryParse(c.Key.AsSpan(before.Length)) is { } name && name.IsSameOrBelow(organization))
            .Select(c => (c.Key[before.Length..], c.Value))];
        return own.Length == 0 ? ("", 0) : (own[0].Text, own.Sum(o => o.Count));
    }
}
