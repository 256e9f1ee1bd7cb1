using BulkVerify.Dns;

namespace BulkVerify.Summaries;

/// <summary>The tables that are made of all rows of a run, by name.</summary>
public static class RowTables
{
    /// <summary>Names in the order that help shows them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<SummaryGrouping>().Select(n => n.ToLowerInvariant()), "reason", "matrix", "key", "spf", "rules", "change"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="zone">Answers of the run, for what rows do not hold.</param>
    /// <param name="list">The command that lists the messages of a sender for which a condition holds, such as "dkim=fail".</param>
    public static IRowTable Create(string name, SummaryContext context, IDnsView zone, Func<string, string, string> list) => name switch
    {
        "reason" => new ReasonTable(),
        "matrix" => new MatrixTable(list),
        "key" => new KeyTable(context, zone),
        "spf" => new SpfTable(context, zone),
        "rules" => new SenderRuleTable(),
        "change" => new ChangeTable(context),
        _ => new SummaryGroups(Enum.Parse<SummaryGrouping>(name, ignoreCase: true), context: context),
    };
}
