using System.Net;
using System.Net.Sockets;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>One run of one check: the counters that include and redirect share. Used once.</summary>
internal sealed class SpfCheck(in SpfQuery query, IDnsView dns, DnsQuestionSet missing, SpfLimits limits)
{
    /// <summary>Outcome of evaluating one record. Incomplete when an answer is missing.</summary>
    private readonly record struct Outcome(AuthResult Result, SpfReason Reason, bool IsComplete = true)
    {
        public static readonly Outcome Incomplete = new(default, default, false);
    }

    private enum Match : byte
    {
        No,
        Yes,
        /// <summary>An answer is missing: ask and start again.</summary>
        Incomplete,
        /// <summary><see cref="_stop"/> holds the final outcome.</summary>
        Stop,
    }

    private readonly SpfQuery _query = query;
    private readonly SpfNames _names = new(query, dns, missing, limits);
    private readonly List<string> _path = [];
    private Outcome _stop;
    private int _lookups;
    private int _voidLookups;
    private bool _usedSender;
    private string? _fault;

    public SpfVerdict? Run(DomainName domain)
    {
        Outcome outcome = CheckHost(domain, out SpfRecord? decisive, out DomainName decisiveDomain);
        if (!outcome.IsComplete)
            return null;
        string? explanation = null;
        if (outcome.Result == AuthResult.Fail && decisive?.Explanation is { } spec && !TryExplain(spec, decisiveDomain, out explanation))
            return null;
        return new SpfVerdict(outcome.Result, outcome.Reason, domain, _query.Identity)
        {
            Path = _path,
            LookupCount = _lookups,
            VoidLookupCount = _voidLookups,
            Explanation = explanation,
            Fault = _fault,
            DependsOnSender = _usedSender,
        };
    }

    private Outcome CheckHost(DomainName domain, out SpfRecord? decisive, out DomainName decisiveDomain)
    {
        decisive = null;
        decisiveDomain = domain;
        Outcome selected = SelectRecord(domain, out SpfRecord? record);
        if (record is null)
            return selected;
        // RFC 7208 §4.6: syntax errors anywhere come before any evaluation.
        if (record.Error is not null)
        {
            _fault ??= $"{domain}: {record.Error}";
            return new Outcome(AuthResult.PermError, SpfReason.SyntaxError);
        }
        foreach (SpfTerm term in record.Terms)
        {
            switch (MatchTerm(term, domain))
            {
                case Match.Yes:
                    decisive = record;
                    return new Outcome(term.Result, ReasonOf(term.Mechanism));
                case Match.Incomplete:
                    return Outcome.Incomplete;
                case Match.Stop:
                    return _stop;
            }
        }
        return record.Redirect is { } redirect
            ? Redirect(redirect, domain, out decisive, out decisiveDomain)
            : new Outcome(AuthResult.Neutral, SpfReason.NoMatch);
    }

    private Outcome SelectRecord(DomainName domain, out SpfRecord? record)
    {
        record = null;
        if (Ask(new DnsQuestion(domain, DnsRecordType.Txt)) is not { } answer)
            return Outcome.Incomplete;
        // RFC 7208 §4.4
        if (ErrorOf(answer) is { } error)
            return error;
        DnsRecord? found = null;
        foreach (DnsRecord text in answer.Records)
        {
            if (!SpfRecordParser.IsSpf(text.Text.Span))
                continue;
            // RFC 7208 §4.5
            if (found is not null)
                return new Outcome(AuthResult.PermError, SpfReason.SeveralRecords);
            found = text;
        }
        if (found is null)
            return new Outcome(AuthResult.None, SpfReason.NoRecord);
        record = SpfRecordParser.Parse(found.Text.Span, limits);
        return default;
    }

    private Match MatchTerm(SpfTerm term, DomainName domain)
    {
        // RFC 7208 §4.6.4
        if (term.CausesLookup && ++_lookups > limits.MaxLookups)
            return Stop(AuthResult.PermError, SpfReason.TooManyLookups);
        DomainName? target = domain;
        if (term.DomainSpec is { } spec && !TryExpand(spec, domain, out target))
            return Match.Incomplete;
        Match match = term.Mechanism switch
        {
            SpfMechanism.All => Match.Yes,
            SpfMechanism.Ip4 or SpfMechanism.Ip6 => Contains(term, _query.Client) ? Match.Yes : Match.No,
            SpfMechanism.Include => Include(term, target),
            // A name that cannot exist matches nothing (RFC 7208 §4.8).
            _ when target is null => CountVoid() ? Match.No : Match.Stop,
            SpfMechanism.A => AnyAddress(term, target),
            SpfMechanism.Mx => AnyMx(term, target),
            SpfMechanism.Ptr => Ptr(target),
            _ => Exists(target),
        };
        if (match == Match.Yes && term.Mechanism != SpfMechanism.Include)
            _path.Add(term.Text);
        return match;
    }

    // RFC 7208 §5.2
    private Match Include(SpfTerm term, DomainName? target)
    {
        if (target is null)
            return Stop(AuthResult.PermError, SpfReason.IncludeOfNone);
        int depth = _path.Count;
        _path.Add(term.Text);
        Outcome inner = CheckHost(target, out _, out _);
        if (!inner.IsComplete)
            return Match.Incomplete;
        if (inner.Result == AuthResult.Pass)
            return Match.Yes;
        if (inner.Result is AuthResult.Fail or AuthResult.SoftFail or AuthResult.Neutral)
        {
            _path.RemoveRange(depth, _path.Count - depth);
            return Match.No;
        }
        if (inner is { Result: AuthResult.None, Reason: SpfReason.NoRecord or SpfReason.DomainMalformed })
            return Stop(AuthResult.PermError, SpfReason.IncludeOfNone);
        _stop = inner;
        return Match.Stop;
    }

    // RFC 7208 §6.1
    private Outcome Redirect(string spec, DomainName domain, out SpfRecord? decisive, out DomainName decisiveDomain)
    {
        decisive = null;
        decisiveDomain = domain;
        if (++_lookups > limits.MaxLookups)
            return new Outcome(AuthResult.PermError, SpfReason.TooManyLookups);
        if (!TryExpand(spec, domain, out DomainName? target))
            return Outcome.Incomplete;
        if (target is null)
            return new Outcome(AuthResult.PermError, SpfReason.RedirectToNone);
        _path.Add($"redirect={target}");
        Outcome outcome = CheckHost(target, out decisive, out decisiveDomain);
        return outcome is { IsComplete: true, Result: AuthResult.None, Reason: SpfReason.NoRecord or SpfReason.DomainMalformed }
            ? new Outcome(AuthResult.PermError, SpfReason.RedirectToNone)
            : outcome;
    }

    // RFC 7208 §5.3
    private Match AnyAddress(SpfTerm term, DomainName name)
    {
        if (Ask(new DnsQuestion(name, AddressType)) is not { } answer)
            return Match.Incomplete;
        return Judge(answer) ?? (AnyMatches(term, answer) ? Match.Yes : Match.No);
    }

    // RFC 7208 §5.4
    private Match AnyMx(SpfTerm term, DomainName name)
    {
        if (Ask(new DnsQuestion(name, DnsRecordType.Mx)) is not { } hosts)
            return Match.Incomplete;
        if (Judge(hosts) is { } decided)
            return decided;
        // RFC 7208 §4.6.4
        if (hosts.Records.Count > limits.MaxNames)
            return Stop(AuthResult.PermError, SpfReason.TooManyMxHosts);
        bool incomplete = false;
        foreach (DnsRecord host in hosts.Records)
        {
            // All addresses are asked for at once: their number is bounded, and rounds cost time.
            if (host.Target is { } exchange)
                incomplete |= Ask(new DnsQuestion(exchange, AddressType)) is null;
        }
        if (incomplete)
            return Match.Incomplete;
        foreach (DnsRecord host in hosts.Records.OrderBy(h => h.Preference))
        {
            if (host.Target is not { } exchange)
                continue;
            DnsAnswer addresses = Ask(new DnsQuestion(exchange, AddressType))!;
            if (Judge(addresses) is Match.Stop)
                return Match.Stop;
            if (AnyMatches(term, addresses))
                return Match.Yes;
        }
        return Match.No;
    }

    // RFC 7208 §5.5
    private Match Ptr(DomainName target)
    {
        if (_names.Validated() is not { } names)
            return Match.Incomplete;
        if (_names.PointerWasVoid && !CountVoid())
            return Match.Stop;
        foreach (DomainName name in names)
        {
            if (name.IsSameOrBelow(target))
                return Match.Yes;
        }
        return Match.No;
    }

    // RFC 7208 §5.7: always A, whatever the family of the client.
    private Match Exists(DomainName name)
    {
        if (Ask(new DnsQuestion(name, DnsRecordType.A)) is not { } answer)
            return Match.Incomplete;
        return Judge(answer) ?? Match.Yes;
    }

    /// <summary>No for an answer that holds nothing, Stop for an error or one void look-up too many; null when there are records.</summary>
    private Match? Judge(DnsAnswer answer)
    {
        if (ErrorOf(answer) is { } error)
        {
            _stop = error;
            return Match.Stop;
        }
        if (answer.Status == DnsStatus.Success)
            return null;
        return CountVoid() ? Match.No : Match.Stop;
    }

    // RFC 7208 §4.6.4
    private bool CountVoid()
    {
        if (++_voidLookups <= limits.MaxVoidLookups)
            return true;
        Stop(AuthResult.PermError, SpfReason.TooManyVoidLookups);
        return false;
    }

    private static Outcome? ErrorOf(DnsAnswer answer) => answer.Status switch
    {
        DnsStatus.Timeout => new Outcome(AuthResult.TempError, SpfReason.DnsTimeout),
        DnsStatus.ServFail => new Outcome(AuthResult.TempError, SpfReason.DnsServFail),
        DnsStatus.NotRecorded => new Outcome(AuthResult.None, SpfReason.NotRecorded),
        DnsStatus.NotAsked => new Outcome(AuthResult.None, SpfReason.NotAsked),
        _ => null,
    };

    private DnsRecordType AddressType => _query.Client.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;

    private bool AnyMatches(SpfTerm term, DnsAnswer addresses)
    {
        foreach (DnsRecord record in addresses.Records)
        {
            if (record.Address is { } address && IpNetworks.Contains(address, AddressType == DnsRecordType.A ? term.Prefix4 : term.Prefix6, _query.Client))
                return true;
        }
        return false;
    }

    private static bool Contains(SpfTerm term, IPAddress client) =>
        term.Network!.AddressFamily == client.AddressFamily && IpNetworks.Contains(term.Network, term.Prefix4, client);

    private Match Stop(AuthResult result, SpfReason reason)
    {
        _stop = new Outcome(result, reason);
        return Match.Stop;
    }

    private DnsAnswer? Ask(in DnsQuestion question) => missing.FindOrNote(dns, question);

    /// <summary>False when a value is not known yet; a null name when the expansion is no domain name.</summary>
    private bool TryExpand(string spec, DomainName domain, out DomainName? name)
    {
        name = null;
        if (Expand(spec, domain, inExplanation: false) is not { } text)
            return false;
        name = SpfNames.ParseExpanded(text);
        return true;
    }

    private string? Expand(string spec, DomainName domain, bool inExplanation)
    {
        var values = new SpfMacroValues(_query, domain, () => _names.BestName(domain));
        string? text = SpfMacro.Expand(spec, values, inExplanation);
        _usedSender |= values.UsedSender;
        return text;
    }

    // RFC 7208 §6.2: whatever goes wrong with an explanation, there is none.
    private bool TryExplain(string spec, DomainName domain, out string? explanation)
    {
        explanation = null;
        if (!TryExpand(spec, domain, out DomainName? name))
            return false;
        if (name is null)
            return true;
        if (Ask(new DnsQuestion(name, DnsRecordType.Txt)) is not { } answer)
            return false;
        if (answer.Records.Count != 1 || answer.Records[0].Text.Span.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e))
            return true;
        string text = System.Text.Encoding.ASCII.GetString(answer.Records[0].Text.Span);
        if (!SpfMacro.IsMacroString(text, inExplanation: true))
            return true;
        explanation = Expand(text, domain, inExplanation: true);
        return explanation is not null;
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
