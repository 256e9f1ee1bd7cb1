using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>What an SPF record needs at most, whoever sends: look-ups of it and of all that it includes (RFC 7208 §4.6.4). Pure.</summary>
/// <param name="Lookups">Terms that cause look-ups, in the whole tree.</param>
/// <param name="IsWhole">False when a record of the tree is not known or its name depends on the message: then there may be more. Names that a, mx, ptr and exists ask for have no record of the tree.</param>
/// <param name="Names">Names whose TXT records the tree consists of, the first one included.</param>
public sealed record SpfRecordTree(int Lookups, bool IsWhole, IReadOnlySet<DomainName> Names)
{
    /// <summary>Look-ups counted before counting ends: far above what SPF allows.</summary>
    private const int MaxCounted = 64;

    /// <summary>Walks from the records at a domain.</summary>
    public static SpfRecordTree At(DomainName domain, IDnsView dns)
    {
        var walk = new Walk(dns);
        walk.Enter(domain);
        return walk.ToTree();
    }

    /// <summary>Walks from a record that is not published yet.</summary>
    public static SpfRecordTree Of(SpfRecord record, IDnsView dns)
    {
        var walk = new Walk(dns);
        walk.Count(record);
        return walk.ToTree();
    }

    /// <summary>The one SPF record at a domain; null when there is none, several, or it is not known. What is known of it is in <paramref name="answer"/>.</summary>
    public static string? TextAt(DomainName domain, IDnsView dns, out DnsAnswer? answer) => TextsAt(domain, dns, out answer) is [var text] ? text : null;

    /// <summary>All SPF records at a domain, of which there should be one (RFC 7208 §4.5).</summary>
    /// <inheritdoc cref="TextAt"/>
    public static string[] TextsAt(DomainName domain, IDnsView dns, out DnsAnswer? answer)
    {
        answer = dns.Find(new DnsQuestion(domain, DnsRecordType.Txt));
        return answer is null ? [] : [.. answer.Records.Where(r => SpfRecordParser.IsSpf(r.Text.Span)).Select(r => System.Text.Encoding.UTF8.GetString(r.Text.Span))];
    }

    private sealed class Walk(IDnsView dns)
    {
        private readonly HashSet<DomainName> _names = [];
        private int _lookups;
        private bool _isWhole = true;

        public SpfRecordTree ToTree() => new(_lookups, _isWhole, _names);

        public void Enter(DomainName domain)
        {
            _names.Add(domain);
            if (TextAt(domain, dns, out DnsAnswer? answer) is { } text)
                Count(SpfRecordParser.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
            else if (answer is null or { IsUnknown: true } or { IsTemporaryError: true })
                _isWhole = false;
        }

        public void Count(SpfRecord record)
        {
            foreach (SpfTerm term in record.Terms)
            {
                // RFC 7208 §5.1: terms after "all" are never evaluated, and redirect is ignored.
                if (term.Mechanism == SpfMechanism.All)
                    return;
                if (term.CausesLookup && CountOne() && term.Mechanism == SpfMechanism.Include)
                    Follow(term.DomainSpec);
            }
            if (record.Redirect is { } redirect && CountOne())
                Follow(redirect);
        }

        private bool CountOne()
        {
            if (_lookups == MaxCounted)
                _isWhole = false;
            return _lookups < MaxCounted && ++_lookups > 0;
        }

        private void Follow(SpfDomainSpec? name)
        {
            if (name?.FixedName is { } domain)
                Enter(domain);
            else
                _isWhole = false;
        }
    }
}
