using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>What a report is made from: the committed facts of a run.</summary>
public sealed record ReportSource
{
    /// <summary>Row files in the order of the rows; at least one.</summary>
    public required IReadOnlyList<string> RowFiles { get; init; }

    public required RunStatistics Statistics { get; init; }

    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>What statistics and faults come to.</summary>
    public required Summary Summary { get; init; }

    /// <summary>Which streams and rows the report is about.</summary>
    public OurStreams Ours { get; init; } = OurStreams.All;

    /// <summary>Tables over all rows.</summary>
    public ReportTables Tables { get; init; } = ReportTables.Empty;

    /// <summary>Where DNS came from, options, versions, in words.</summary>
    public required IReadOnlyList<ReportFact> Facts { get; init; }

    /// <summary>The command that explains the message at a place (archive@offset), to be pasted into a shell.</summary>
    public required Func<string, string> ExplainCommand { get; init; }
}
