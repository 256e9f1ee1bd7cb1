using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Counts what the record of a domain costs, whatever the sending address. Pure; bounded by <see cref="MaxTerms"/>.</summary>
public sealed class SpfCostCounter
{
    /// <summary>Terms counted before the walk ends: far above the limit, so that a record over it is told how far.</summary>
    public const int MaxTerms = 100;

    private const int MaxDepth = 20;

    private readonly IDnsView _dns;
    private int _left = MaxTerms;

    private SpfCostCounter(IDnsView dns) => _dns = dns;

    /// <summary>Null when the domain has no SPF record, or it is not recorded.</summary>
    public static SpfCost? Of(DomainName domain, IDnsView dns)
    {
        if (Find(domain, dns, out string fault, out DnsAnswer? answer) is not { } record)
            return answer is null || fault == NoRecord ? null : new SpfCost(domain.Value, 0, 0, true, fault, []);
        return new SpfCostCounter(dns).OfRecord(domain.Value, record, domain, 0, 0);
    }

    private const string NoRecord = "no SPF record";

    private SpfCost OfRecord(string text, SpfRecord record, DomainName domain, int own, int depth)
    {
        if (record.Error is not null)
            return new SpfCost(text, own, 0, true, $"syntax: {record.Error}", []);
        var terms = new List<SpfCost>();
        foreach (SpfTerm term in record.Terms)
        {
            // RFC 7208 §5.1: terms after "all" are never evaluated, and redirect is ignored.
            if (term.Mechanism == SpfMechanism.All)
                return Sum(text, own, terms);
            if (term.CausesLookup && --_left >= 0)
                terms.Add(OfTerm(term, domain, depth));
        }
        if (record.Redirect is { } redirect && --_left >= 0)
            terms.Add(Follow($"redirect={redirect}", redirect.FixedName, redirect.HasMacros, depth));
        return Sum(text, own, terms);
    }

    /// <summary>What was left out for the bound makes the counts least ones.</summary>
    private SpfCost Sum(string text, int own, List<SpfCost> terms) => new(
        text, own + terms.Sum(t => t.Lookups), terms.Sum(t => t.Voids), _left >= 0 && terms.TrueForAll(t => t.IsKnown), terms.Find(t => t.Fault.Length > 0)?.Fault ?? "", terms);

    private SpfCost OfTerm(SpfTerm term, DomainName domain, int depth)
    {
        DomainName? target = term.DomainSpec is { } spec ? spec.FixedName : domain;
        bool macros = term.DomainSpec is { HasMacros: true };
        return term.Mechanism switch
        {
            SpfMechanism.Include => Follow(term.Text, target, macros, depth),
            SpfMechanism.A => Leaf(term, target, macros, DnsRecordType.A, DnsRecordType.Aaaa),
            SpfMechanism.Mx => Leaf(term, target, macros, DnsRecordType.Mx),
            // RFC 7208 §5.5, §5.7: what ptr and macros find depends on the message.
            SpfMechanism.Exists when !macros => Leaf(term, target, macros, DnsRecordType.A),
            _ => new SpfCost(term.Text, 1, 0, true, "", []),
        };
    }

    private SpfCost Follow(string text, DomainName? target, bool macros, int depth)
    {
        if (macros)
            return new SpfCost(text, 1, 0, false, "", []);
        if (target is null)
            return new SpfCost(text, 1, 0, true, "names no domain", []);
        if (depth >= MaxDepth)
            return new SpfCost(text, 1, 0, true, "includes itself", []);
        return Find(target, _dns, out string fault, out DnsAnswer? answer) is { } record
            ? OfRecord(text, record, target, 1, depth + 1)
            : new SpfCost(text, 1, answer is { IsAbsent: true } ? 1 : 0, answer is not null, fault, []);
    }

    /// <summary>A term that matches by addresses: void when none of its questions found anything.</summary>
    private SpfCost Leaf(SpfTerm term, DomainName? target, bool macros, params ReadOnlySpan<DnsRecordType> types)
    {
        if (target is null)
            return new SpfCost(term.Text, 1, 0, !macros, "", []);
        bool absent = false, found = false;
        foreach (DnsRecordType type in types)
        {
            DnsAnswer? answer = _dns.Find(new DnsQuestion(target, type));
            absent |= answer is { IsAbsent: true };
            found |= answer is { Status: DnsStatus.Success };
        }
        return new SpfCost(term.Text, 1, absent && !found ? 1 : 0, absent || found, "", []);
    }

    /// <param name="fault">Why there is not one record; empty where there is, and where it is not known.</param>
    /// <param name="answer">Null where it is not known.</param>
    private static SpfRecord? Find(DomainName domain, IDnsView dns, out string fault, out DnsAnswer? answer)
    {
        fault = "";
        string[] records = SpfRecordTree.TextsAt(domain, dns, out answer);
        if (answer is { IsUnknown: true } or { IsTemporaryError: true })
            answer = null;
        if (answer is null)
            return null;
        if (records is [var text])
            return SpfRecordParser.Parse(Encoding.UTF8.GetBytes(text));
        fault = records.Length == 0 ? NoRecord : $"{records.Length} SPF records";
        return null;
    }
}
