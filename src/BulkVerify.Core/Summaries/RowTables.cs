using BulkVerify.Dns;

namespace BulkVerify.Summaries;

/// <summary>The tables that are made of all rows of a run, by name.</summary>
public static class RowTables
{
    /// <summary>Names in the order that help shows them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<SummaryGrouping>().Select(n => n.ToLowerInvariant()), "reason", "matrix", "key", "spf", "rules", "change"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="zone">Answers of the run, for what rows do not hold.</param>
    /// <param name="bound">The groups that are told apart.</param>
    public static IRowTable Create(string name, SummaryContext context, IDnsView zone, RowLister list, GroupBound bound) => name switch
    {
        "reason" => new ReasonTable(list),
        "matrix" => new MatrixTable(list, bound),
        "key" => new KeyTable(context, zone, list, bound),
        "spf" => new SpfTable(context, zone, list, bound),
        "rules" => new SenderRuleTable(list, bound),
        "change" => new ChangeTable(context),
        _ => new SummaryGroups(Enum.Parse<SummaryGrouping>(name, ignoreCase: true), list, bound, context),
    };
}
