using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>DMARC for one author domain (RFC 9989 §5.3.2 to §5.3.6).</summary>
internal static class AuthorEvaluation
{
    /// <summary>The verdict; null after noting the open questions in <paramref name="missing"/>.</summary>
    public static DmarcVerdict? Judge(DomainName author, in DmarcInput input, DmarcDomains domains, IDnsView dns, DnsQuestionSet missing)
    {
        if (domains.PolicyOf(author, dns, missing) is not { } discovery)
            return null;
        var aligner = new IdentifierAligner(discovery, domains, dns, missing);
        var evidence = new AlignedEvidence();
        IdentifierAlignment[] dkim = input.Dkim.Count == 0 ? [] : new IdentifierAlignment[input.Dkim.Count];
        OrganizationalDomain?[]? organizations = null;
        for (int i = 0; i < dkim.Length; i++)
        {
            dkim[i] = aligner.Align(input.Dkim[i].Domain, discovery.Record?.DkimAlignment ?? AlignmentMode.Relaxed, out DnsStatus? failure);
            evidence.AddDkim(input.Dkim[i], dkim[i], failure);
            if (aligner.Decisive is { } decisive)
                (organizations ??= new OrganizationalDomain?[dkim.Length])[i] = decisive;
        }
        IdentifierAlignment spf = IdentifierAlignment.NotAligned;
        OrganizationalDomain? spfOrganization = null;
        if (input.Spf is { } identifier)
        {
            spf = aligner.Align(identifier.Domain, discovery.Record?.SpfAlignment ?? AlignmentMode.Relaxed, out DnsStatus? failure);
            evidence.AddSpf(identifier, spf, failure);
            spfOrganization = aligner.Decisive;
        }
        if (aligner.IsPending || Decide(discovery, evidence, dns, missing) is not { } decision)
            return null;
        return ToVerdict(discovery, evidence, decision, new Alignments(spf, spfOrganization, dkim, organizations ?? []));
    }

    private static Decision? Decide(DmarcDiscovery discovery, in AlignedEvidence evidence, IDnsView dns, DnsQuestionSet missing)
    {
        // RFC 9989 §5.3.2
        if (discovery.NoPolicy is { } reason)
            return new Decision(reason, discovery.AuthorExists, discovery.Record is null ? discovery.Failure : null);
        // §5.3.5: one aligned authenticated identifier is enough, whatever else met an error.
        if (evidence.Pass is { } pass)
            return new Decision(pass, discovery.AuthorExists, null);
        // §5.3.6: neither pass nor fail while an answer is wanting that could make it pass.
        if (evidence.Open is { } open)
            return new Decision(open, discovery.AuthorExists, evidence.Unanswered);
        DmarcReason fail = evidence.AnyPassed ? DmarcReason.AuthenticatedForOtherDomain : DmarcReason.NothingAuthenticated;
        if (discovery.AuthorExists is not null || !discovery.DependsOnExistence)
            return new Decision(fail, discovery.AuthorExists, null);
        return DecideByExistence(discovery.Author, fail, dns, missing);
    }

    // RFC 9989 §3.2.13: NXDOMAIN for the name itself, whatever the type. TXT is the type that SPF may have asked already.
    private static Decision? DecideByExistence(DomainName author, DmarcReason fail, IDnsView dns, DnsQuestionSet missing)
    {
        if (missing.FindOrNote(dns, new DnsQuestion(author, DnsRecordType.Txt)) is not { } answer)
            return null;
        return answer.Status switch
        {
            DnsStatus.Success or DnsStatus.NoData => new Decision(fail, AuthorExists: true, null),
            DnsStatus.NxDomain => new Decision(fail, AuthorExists: answer.Aliases.Count > 0, null),
            _ => new Decision(DmarcReasons.OfFailure(answer.Status), AuthorExists: null, answer.Status),
        };
    }

    private static DmarcVerdict ToVerdict(DmarcDiscovery discovery, in AlignedEvidence evidence, Decision decision, in Alignments alignments)
    {
        DmarcPolicy? published = Published(discovery, decision.AuthorExists);
        return new DmarcVerdict
        {
            Reason = decision.Reason,
            Rules = discovery.Rules,
            Author = discovery.Author,
            OrganizationalDomain = discovery.OrganizationalDomain,
            AuthorDomainExists = decision.AuthorExists,
            PolicyDomain = discovery.PolicyLookup?.Domain,
            PolicySource = discovery.Source,
            PublishedPolicy = published,
            EffectivePolicy = published is { } policy ? discovery.Policies!.Value.Effective(policy) : null,
            RecordErrors = discovery.RecordErrors,
            Record = discovery.Record,
            SpfAligned = evidence.SpfAligned,
            DkimAligned = evidence.DkimAligned,
            Lookups = discovery.Lookups,
            Unanswered = decision.Unanswered,
            SenderChecks = Checks(discovery, evidence, published),
            SpfAlignment = alignments.Spf,
            SpfOrganization = alignments.SpfOrganization,
            DkimAlignments = alignments.Dkim,
            DkimOrganizations = alignments.DkimOrganizations,
        };
    }

    private static DmarcPolicy? Published(DmarcDiscovery discovery, bool? authorExists)
    {
        if (discovery.Policies is not { } policies || discovery.Source is not { } source)
            return null;
        return authorExists == false ? policies.ForNonexistent(source) : policies.ForExisting(source);
    }

    private static DmarcSenderChecks Checks(DmarcDiscovery discovery, in AlignedEvidence evidence, DmarcPolicy? published)
    {
        DmarcSenderChecks checks = DmarcSenderChecks.None;
        if (evidence.SpfAligned && evidence.DkimAligned)
            checks |= DmarcSenderChecks.AlignedByBoth;
        if (published == DmarcPolicy.Reject && evidence.SpfAligned && !evidence.DkimAligned)
            checks |= DmarcSenderChecks.RejectOnSpfAlone;
        if (discovery.LacksOrganizationalRecord)
            checks |= DmarcSenderChecks.OrganizationalRecordMissing;
        if (discovery.Record is { AggregateReportUris.Count: 0 })
            checks |= DmarcSenderChecks.NoAggregateReports;
        return checks;
    }

    private readonly record struct Decision(DmarcReason Reason, bool? AuthorExists, DnsStatus? Unanswered);

    private readonly record struct Alignments(IdentifierAlignment Spf, OrganizationalDomain? SpfOrganization, IdentifierAlignment[] Dkim, OrganizationalDomain?[] DkimOrganizations);
}
