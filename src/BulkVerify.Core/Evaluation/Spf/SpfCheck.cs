using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>One run of check_host (RFC 7208 §4). Used once. The look-up limit bounds its recursion.</summary>
internal sealed class SpfCheck
{
    private readonly SpfQuery _query;
    private readonly SpfLookups _lookups;
    private readonly SpfReverseNames _reverse;
    private readonly SpfMatcher _matcher;
    private readonly SpfLookAhead _lookAhead;
    private readonly List<string> _path = [];
    private IReadOnlyList<DomainName>? _aliases;
    private bool _usedSender;
    private string? _fault;

    public SpfCheck(in SpfQuery query, SpfLookups lookups)
    {
        _query = query;
        _lookups = lookups;
        _reverse = new SpfReverseNames(lookups);
        _matcher = new SpfMatcher(lookups, _reverse);
        _lookAhead = new SpfLookAhead(lookups);
    }

    /// <summary>Null when answers are missing; the questions are noted.</summary>
    public SpfVerdict? Run(DomainName domain)
    {
        if (CheckHost(domain) is not { } outcome)
            return null;
        string? explanation = null;
        // RFC 7208 §6.2: after the result, and only for fail.
        if (outcome is { Result: AuthResult.Fail, Explanation: { } spec } && !TryExplain(spec, outcome.Domain!, out explanation))
            return null;
        return new SpfVerdict(outcome.Result, outcome.Reason, domain, _query.Identity)
        {
            Path = _path,
            Aliases = _aliases ?? [],
            LookupCount = _lookups.Count,
            VoidLookupCount = _lookups.VoidCount,
            Explanation = explanation,
            Fault = _fault,
            DependsOnSender = _usedSender,
        };
    }

    private SpfOutcome? CheckHost(DomainName domain)
    {
        if (_lookups.Ask(domain, DnsRecordType.Txt) is not { } answer)
            return null;
        // The first record that is asked for is that of the checked domain.
        _aliases ??= answer.Aliases;
        if (_lookups.Select(answer, out SpfRecord? record) is { } failed)
            return failed;
        // RFC 7208 §4.6: syntax errors anywhere come before any evaluation.
        if (record!.Error is not null)
        {
            _fault = $"{domain}, octet {record.ErrorOffset}: {record.Error}";
            return new SpfOutcome(AuthResult.PermError, SpfReason.SyntaxError);
        }
        for (int i = 0; i < record.Terms.Count; i++)
        {
            SpfTerm term = record.Terms[i];
            switch (Match(term, domain))
            {
                case SpfMatch.Yes:
                    return new SpfOutcome(term.Result, ReasonOf(term.Mechanism), record.Explanation, domain);
                case SpfMatch.Incomplete:
                    _lookAhead.Note(record, domain, i + 1);
                    return null;
                case SpfMatch.Stop:
                    return _lookups.Stopped;
            }
        }
        // RFC 7208 §4.7
        return record.Redirect is { } redirect ? Redirect(redirect, domain) : new SpfOutcome(AuthResult.Neutral, SpfReason.NoMatch);
    }

    /// <summary>Matches one term; the path keeps the terms that matched or that ended the check.</summary>
    private SpfMatch Match(SpfTerm term, DomainName domain)
    {
        int depth = _path.Count;
        _path.Add(term.Text);
        SpfMatch match = term.Mechanism switch
        {
            SpfMechanism.All => SpfMatch.Yes,
            SpfMechanism.Ip4 or SpfMechanism.Ip6 => term.Covers(term.Network!, _query.Client!) ? SpfMatch.Yes : SpfMatch.No,
            _ => MatchByDns(term, domain),
        };
        if (match == SpfMatch.No)
            _path.RemoveRange(depth, _path.Count - depth);
        return match;
    }

    private SpfMatch MatchByDns(SpfTerm term, DomainName domain)
    {
        // RFC 7208 §4.6.4
        if (!_lookups.CountTerm())
            return _lookups.Stop(new SpfOutcome(AuthResult.PermError, SpfReason.TooManyLookups));
        DomainName? target = domain;
        if (term.DomainSpec is { } spec && Resolve(spec, domain, out target) is var resolved && resolved != SpfMatch.Yes)
            return resolved;
        // RFC 7208 §5.2, §4.3: check_host of a malformed domain gives none.
        if (term.Mechanism == SpfMechanism.Include)
            return IsMalformed(target) ? _lookups.Stop(new SpfOutcome(AuthResult.PermError, SpfReason.IncludeOfNone)) : Include(target!);
        // RFC 7208 §4.8: no question can be made of it, so it matches nothing.
        if (target is null)
            return SpfMatch.No;
        return term.Mechanism switch
        {
            SpfMechanism.A => _matcher.A(term, target),
            SpfMechanism.Mx => _matcher.Mx(term, target),
            SpfMechanism.Ptr => _matcher.Ptr(target),
            _ => _matcher.Exists(target),
        };
    }

    // RFC 7208 §5.2
    private SpfMatch Include(DomainName target)
    {
        if (CheckHost(target) is not { } inner)
            return SpfMatch.Incomplete;
        return inner switch
        {
            { Result: AuthResult.Pass } => SpfMatch.Yes,
            { Result: AuthResult.Fail or AuthResult.SoftFail or AuthResult.Neutral } => SpfMatch.No,
            { Reason: SpfReason.NoRecord } => _lookups.Stop(new SpfOutcome(AuthResult.PermError, SpfReason.IncludeOfNone)),
            _ => _lookups.Stop(inner),
        };
    }

    // RFC 7208 §6.1
    private SpfOutcome? Redirect(SpfDomainSpec spec, DomainName domain)
    {
        _path.Add($"redirect={spec}");
        if (!_lookups.CountTerm())
            return new SpfOutcome(AuthResult.PermError, SpfReason.TooManyLookups);
        switch (Resolve(spec, domain, out DomainName? target))
        {
            case SpfMatch.Incomplete:
                return null;
            case SpfMatch.Stop:
                return _lookups.Stopped;
        }
        SpfOutcome? outcome = IsMalformed(target) ? new SpfOutcome(AuthResult.None, SpfReason.NoRecord) : CheckHost(target!);
        return outcome is { Reason: SpfReason.NoRecord } ? new SpfOutcome(AuthResult.PermError, SpfReason.RedirectToNone) : outcome;
    }

    // RFC 7208 §4.3: no domain name, or one of a single label.
    private static bool IsMalformed(DomainName? target) => target is not { LabelCount: > 1 };

    /// <summary>Yes with the name that a domain-spec stands for, null when that is no domain name; No when a term that uses it can never match.</summary>
    private SpfMatch Resolve(SpfDomainSpec spec, DomainName domain, out DomainName? target)
    {
        target = spec.FixedName;
        if (!spec.HasMacros)
            return SpfMatch.Yes;
        var values = new SpfMacroValues(_query, domain, _lookups, _reverse);
        string? text = SpfMacro.Expand(spec.Text, values, inExplanation: false);
        _usedSender |= values.UsedSender;
        if (values.Unknown is { } unknown)
            return _lookups.Stop(unknown);
        if (text is null)
            return SpfMatch.Incomplete;
        // RFC 8616 §4
        if (values.UsedLocalPart && !Ascii.IsValid(_query.LocalPart))
            return SpfMatch.No;
        target = SpfMacro.ParseExpanded(text);
        return SpfMatch.Yes;
    }

    /// <summary>False when an answer is missing. Whatever else goes wrong with an explanation, there is none (RFC 7208 §6.2).</summary>
    private bool TryExplain(SpfDomainSpec spec, DomainName domain, out string? explanation)
    {
        explanation = null;
        SpfMatch resolved = Resolve(spec, domain, out DomainName? name);
        if (resolved != SpfMatch.Yes || name is null)
            return resolved != SpfMatch.Incomplete;
        if (_lookups.Ask(name, DnsRecordType.Txt) is not { } answer)
            return false;
        if (answer.Records.Count != 1 || answer.Records[0].Text.Span.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e))
            return true;
        string text = Encoding.ASCII.GetString(answer.Records[0].Text.Span);
        if (!SpfMacro.IsMacroString(text, inExplanation: true))
            return true;
        var values = new SpfMacroValues(_query, domain, _lookups, _reverse);
        explanation = SpfMacro.Expand(text, values, inExplanation: true);
        _usedSender |= values.UsedSender;
        if (explanation is null)
            return values.Unknown is not null;
        if (explanation.Length > SpfMacro.MaxExplanation)
            explanation = null;
        return true;
    }

    private static SpfReason ReasonOf(SpfMechanism mechanism) => mechanism switch
    {
        SpfMechanism.All => SpfReason.MatchedAll,
        SpfMechanism.Include => SpfReason.MatchedInclude,
        SpfMechanism.A => SpfReason.MatchedA,
        SpfMechanism.Mx => SpfReason.MatchedMx,
        SpfMechanism.Ptr => SpfReason.MatchedPtr,
        SpfMechanism.Ip4 => SpfReason.MatchedIp4,
        SpfMechanism.Ip6 => SpfReason.MatchedIp6,
        _ => SpfReason.MatchedExists,
    };
}
