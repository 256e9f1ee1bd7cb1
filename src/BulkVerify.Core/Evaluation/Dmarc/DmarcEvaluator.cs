using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>DMARC evaluation (RFC 9989 §5.3; RFC 7489 §6.6). A restartable pure function.</summary>
public static class DmarcEvaluator
{
    /// <summary>The verdict; null after noting the open questions in <paramref name="missing"/>.</summary>
    public static DmarcVerdict? Evaluate(in DmarcInput input, DmarcRules rules, PublicSuffixRules psl, IDnsView dns, DnsQuestionSet missing) =>
        Evaluate(input, new DmarcDomains(rules, psl), dns, missing);

    /// <summary>The same with what <paramref name="domains"/> keeps of earlier messages.</summary>
    public static DmarcVerdict? Evaluate(in DmarcInput input, DmarcDomains domains, IDnsView dns, DnsQuestionSet missing)
    {
        // RFC 9989 §5.3.1: without an author domain the process ends.
        if (DmarcReasons.OfAuthor(input.Author.Status) is { } refused)
            return Refused(input, domains.Rules, refused);
        if (input.Author.Count == 1)
            return AuthorEvaluation.Judge(input.Author[0], input, domains, dns, missing);
        // RFC 9989 §11.5: each domain for itself.
        var verdicts = new DmarcVerdict?[input.Author.Count];
        for (int i = 0; i < verdicts.Length; i++)
            verdicts[i] = AuthorEvaluation.Judge(input.Author[i], input, domains, dns, missing);
        return Array.Exists(verdicts, v => v is null) ? null : Decisive(verdicts!) with { PerAuthor = verdicts! };
    }

    private static DmarcVerdict Refused(in DmarcInput input, DmarcRules rules, DmarcReason reason) => new()
    {
        Reason = reason,
        Rules = rules,
        Author = input.Author.Domain,
        DkimAlignments = new IdentifierAlignment[input.Dkim.Count],
    };

    /// <summary>The strictest policy among those that fail (RFC 9989 §11.5). Below reject a domain without a result could still be stricter, so it leaves the
    /// whole open; and only when every domain passes does the message.</summary>
    private static DmarcVerdict Decisive(DmarcVerdict[] verdicts)
    {
        DmarcVerdict decisive = verdicts[0];
        foreach (DmarcVerdict verdict in verdicts)
        {
            if (Rank(verdict) > Rank(decisive))
                decisive = verdict;
        }
        return decisive;
    }

    private static int Rank(DmarcVerdict verdict) => verdict.Result switch
    {
        AuthResult.Fail when verdict.EffectivePolicy == DmarcPolicy.Reject => 6,
        AuthResult.TempError => 5,
        AuthResult.None when verdict.Reason.IsUnknown() => 4,
        AuthResult.Fail => verdict.EffectivePolicy == DmarcPolicy.Quarantine ? 3 : 2,
        AuthResult.None => 1,
        _ => 0,
    };
}
