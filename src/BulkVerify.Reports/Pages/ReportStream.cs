namespace BulkVerify.Reports.Pages;

/// <summary>The mail of one sender with one From domain.</summary>
public sealed record ReportStream
{
    public required string AuthorDomain { get; init; }

    public required ReportRates Rates { get; init; }

    /// <summary>How the sender works for the domain, with what shows it; empty when nothing does.</summary>
    public required string Mode { get; init; }

    public required string ModeDetail { get; init; }

    /// <summary>What shows the mode, with the messages that show it.</summary>
    public required IReadOnlyList<ReportBar> ModeEvidence { get; init; }

    /// <summary>R1 to R4, then what is advised beyond them.</summary>
    public required IReadOnlyList<ReportMark> Marks { get; init; }

    public required IReadOnlyList<ReportAdvice> Advice { get; init; }

    public required IReadOnlyList<ReportCause> Causes { get; init; }

    /// <summary>Messages kept apart, by reason.</summary>
    public required IReadOnlyList<ReportBar> Apart { get; init; }

    /// <summary>What shows who the sender is, with the messages that show it.</summary>
    public required IReadOnlyList<ReportBar> Evidence { get; init; }

    /// <summary>SPF results, keys, sending addresses: tables that are not empty.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }
}
