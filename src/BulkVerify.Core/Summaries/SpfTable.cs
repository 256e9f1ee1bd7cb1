using System.Globalization;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The SPF record of each MAIL FROM domain of ours: what it costs of the limits, what each of its terms costs, and how many messages that term authorized. Not thread-safe.</summary>
public sealed class SpfTable : IRowTable
{
    /// <summary>How deep terms are listed: those of the record, and of what it includes.</summary>
    private const int MaxDepth = 2;

    private static readonly SpfLimits Limits = SpfLimits.Default;

    private readonly SummaryContext _context;
    private readonly IDnsView _zone;
    private readonly RowLister _list;
    private readonly BoundedGroups<string, SpfUse> _domains;

    /// <summary>Messages of a sender with a From domain whose MAIL FROM is another domain's.</summary>
    private readonly Dictionary<StreamKey, long> _elsewhere = [];

    public SpfTable(SummaryContext context, IDnsView zone, RowLister list, GroupBound? bound = null)
    {
        (_context, _zone, _list) = (context, zone, list);
        Bound = bound ?? GroupBound.First();
        _domains = new(Bound, SummaryGroups.Others, d => GroupBound.HashOf(d), _ => new SpfUse());
    }

    public GroupBound Bound { get; }

    public bool IsOverfull => _domains.Others is not null;

    public void AddGroupsOf(MessageRow row, ICollection<ulong> groups)
    {
        if (IsCounted(row))
            groups.Add(GroupBound.HashOf(row.SpfDomain));
    }

    public void Add(MessageRow row)
    {
        var stream = new StreamKey(row.Sender, row.AuthorDomain);
        if (row.SpfDomain.Length > 0 && row.AuthorDomain.Length > 0 && row.SpfDomain != row.AuthorDomain && (_elsewhere.Count < Bound.Most || _elsewhere.ContainsKey(stream)))
            _elsewhere[stream] = _elsewhere.GetValueOrDefault(stream) + 1;
        if (IsCounted(row))
            _domains.Of(row.SpfDomain).Add(row);
    }

    /// <summary>Domains with most messages first, ties in text order; the terms of each in the order of its record.</summary>
    public SummaryTable ToTable()
    {
        var rows = new List<object?[]>();
        var everywhere = new SpfRecordUse();
        foreach ((string domain, SpfUse use) in _domains.All)
            everywhere.Add(use == _domains.Others ? "" : domain, use);
        foreach ((string domain, SpfUse use) in _domains.Held.OrderByDescending(d => d.Value.Messages).ThenBy(d => d.Key, StringComparer.Ordinal))
        {
            if (DomainName.TryParse(domain.AsSpan()) is not { } name || !_context.IsOurs(name) || SpfCostCounter.Of(name, _zone) is not { } cost)
                continue;
            rows.Add([domain, "whole record", (long)cost.Lookups, (long)cost.Voids, use.Messages, use.Aligned, "", OfRecord(cost), cost.IsKnown, SummaryExample.Of(use.Failing), _list("", "", $"spf-domain={domain}")]);
            AddTerms(rows, domain, "", cost, use, everywhere, 1);
        }
        if (_domains.Others is { } others)
            rows.Add([Bound.OthersName, "", null, null, others.Messages, others.Aligned, "", "MAIL FROM domains with fewer messages", true, SummaryExample.Of(others.Failing), ""]);
        return new SummaryTable(Columns, rows);
    }

    /// <summary>A term of an included record stands below the term that leads there.</summary>
    public SummaryTable ToPeoplesTable()
    {
        SummaryTable table = ToTable();
        int column = Columns.FindIndex(c => c.Name == "term");
        foreach (object?[] row in table.Rows)
        {
            string[] way = ((string)row[column]!).Split(SpfUse.Between);
            row[column] = string.Concat(Enumerable.Repeat("> ", way.Length - 1)) + way[^1];
        }
        return table.WithoutDetails();
    }

    /// <summary>Received, with an envelope of the sender's for which SPF was judged. Of mail that a list or forwarder explains the address is known to be the envelope's where SPF passes.</summary>
    internal static bool IsCounted(MessageRow row) =>
        row.SpfDomain.Length > 0 && row.Class != "never-received" && (row.Indirect.Length == 0 || row.SpfResult == "pass") && RowAssessor.SpfAssessable(row) && !RowAssessor.IsSentOn(row);

    private static List<SummaryColumn> Columns { get; } =
    [
        new("domain", "MAIL FROM", SummaryColumnKind.Text), new("term", "term", SummaryColumnKind.Text), new("lookups", "look-ups", SummaryColumnKind.Count), new("voids", "void", SummaryColumnKind.Count, 3),
        new("messages", "messages", SummaryColumnKind.Count), new("aligned", "aligned", SummaryColumnKind.Count, 2), new("vendor", "vendor", SummaryColumnKind.Text, 4), new("verdict", "verdict", SummaryColumnKind.Sentence),
        new("fully_recorded", "fully recorded", SummaryColumnKind.Flag, 0, IsDetail: true), new("examples", "examples", SummaryColumnKind.Examples, 5), new("list", "list", SummaryColumnKind.Text, IsDetail: true),
    ];

    private void AddTerms(List<object?[]> rows, string domain, string path, SpfCost cost, SpfUse use, SpfRecordUse everywhere, int depth)
    {
        foreach (SpfCost term in cost.Terms)
        {
            string place = path.Length == 0 ? term.Text : $"{path}{SpfUse.Between}{term.Text}";
            (long Messages, long Aligned, CauseTally Examples)? counted = use.Of(place);
            string vendor = VendorOf(term.Text);
            string unused = counted is { Messages: 0 } ? Unused(domain, place, vendor, use, everywhere) : "";
            rows.Add(
            [
                domain, place, (long)term.Lookups, (long)term.Voids, counted?.Messages, counted?.Aligned, vendor, OfTerm(term, counted?.Messages, counted?.Aligned, unused), term.IsKnown,
                SummaryExample.Of(counted?.Examples ?? new CauseTally()), _list("", "", $"spf-term={domain}:{place}"),
            ]);
            // Below a vendor's own include the terms are the vendor's business.
            if (depth < MaxDepth && vendor.Length == 0)
                AddTerms(rows, domain, place, term, use, everywhere, depth + 1);
        }
    }

    private static string OfRecord(SpfCost cost)
    {
        string least = cost.IsKnown ? "" : "at least ";
        if (cost.Lookups > Limits.MaxLookups)
            return $"{least}{Text(cost.Lookups)} look-ups, {Text(Limits.MaxLookups)} allowed: permerror for mail that none of the first {Text(Limits.MaxLookups)} authorizes";
        if (cost.Voids > Limits.MaxVoidLookups)
            return $"{least}{Text(cost.Voids)} void look-ups, {Text(Limits.MaxVoidLookups)} allowed";
        return cost.Fault.Length > 0 ? cost.Fault : $"{least}{Text(cost.Lookups)} of {Text(Limits.MaxLookups)} look-ups";
    }

    /// <param name="messages">That the term authorized; null when that was not counted.</param>
    /// <param name="unused">What is to be said of a term that authorized none.</param>
    private static string OfTerm(SpfCost term, long? messages, long? aligned, string unused)
    {
        string lookups = $"{(term.IsKnown ? "" : "at least ")}{Text(term.Lookups)} {(term is { Voids: 1, Terms.Count: 0, Fault: "" } ? "void look-up" : term.Lookups == 1 ? "look-up" : "look-ups")}";
        if (term.Fault.Length > 0)
            return $"{lookups}, {term.Fault}: remove or mend";
        if (messages is null)
            return $"{lookups}, messages not counted: mail came by more than {Text(SpfUse.MaxTerms)} terms of this record";
        if (messages == 0)
            return $"{lookups}, 0 messages{unused}";
        return aligned == 0 ? $"{lookups}, 0 aligned messages: authorizes mail of other From domains only" : lookups;
    }

    /// <summary>Whether a term that authorized no message of the domain can go: not where the record that holds it serves others, and only its owner can take it away.</summary>
    private string Unused(string domain, string place, string vendor, SpfUse use, SpfRecordUse everywhere)
    {
        if (everywhere.Of(domain, place) is not { } others || use.Messages == 0)
            return "";
        if (others > 0)
            return others == 1 ? ": needed for 1 message whose record leads to this one" : $": needed for {Text(others)} messages whose records lead to this one";
        if (DomainName.TryParse(SpfRecordUse.Place(domain, place).Record.AsSpan()) is { } owner && !_context.IsOurs(owner))
            return "";
        long elsewhere = _elsewhere.GetValueOrDefault(new StreamKey(vendor, domain));
        return elsewhere > 0 ? $": its {Text(elsewhere)} for this From domain have another MAIL FROM: remove" : ": remove unless other mail needs it";
    }

    private string VendorOf(string term)
    {
        int colon = term.IndexOfAny([':', '=']);
        var found = new List<int>();
        return colon >= 0 && _context.Catalog.FindByInclude(term.AsSpan(colon + 1), found) ? _context.Catalog.Vendors[found.Min()].Id : "";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
