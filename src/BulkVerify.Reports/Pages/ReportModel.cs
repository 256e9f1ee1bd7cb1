namespace BulkVerify.Reports.Pages;

/// <summary>All that the report shows, in the order of the page. Texts from mail are as they are: the template engine escapes every value.</summary>
public sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>The question answered in one sentence.</summary>
    public required string Answer { get; init; }

    /// <summary>Time that the mail is from; empty when unknown.</summary>
    public required string Period { get; init; }

    public required IReadOnlyList<ReportNumber> Numbers { get; init; }

    /// <summary>What keeps the numbers from saying what they seem to say; empty without such a thing.</summary>
    public string Caution { get; init; } = "";

    /// <summary>Null when no message has a time.</summary>
    public required ReportTrend? Trend { get; init; }

    public required ReportRates Total { get; init; }

    /// <summary>Most messages first.</summary>
    public required IReadOnlyList<ReportSender> Senders { get; init; }

    /// <summary>Names of the requirements, for the legend of the marks.</summary>
    public required IReadOnlyList<ReportFact> Requirements { get; init; }

    /// <summary>What to change first, most gained first.</summary>
    public required IReadOnlyList<ReportAdvice> Advice { get; init; }

    /// <summary>Further ones that are for whole domains: no sender's section has them.</summary>
    public required IReadOnlyList<ReportAdvice> DomainAdvice { get; init; }

    /// <summary>Pieces of advice that stand with their streams only.</summary>
    public required long MoreAdvice { get; init; }

    /// <summary>Pieces of advice for whole domains that are not shown.</summary>
    public required long MoreDomainAdvice { get; init; }

    /// <summary>Whose domains count as ours, in words.</summary>
    public required string Organizations { get; init; }

    /// <summary>Tables over the whole run that are not empty.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Streams that are counted together as <see cref="Statistics.StreamKey.Others"/>.</summary>
    public required long FoldedStreams { get; init; }

    /// <summary>Senders that are not shown.</summary>
    public required long MoreSenders { get; init; }

    public required string MoreMessages { get; init; }

    /// <summary>What could not be judged or is outside the rates.</summary>
    public required IReadOnlyList<ReportBar> Apart { get; init; }

    public required string Duplicates { get; init; }

    /// <summary>Where the two DMARC rule sets come to different results; empty unless both were asked for.</summary>
    public required ReportTable? RuleDifferences { get; init; }

    public required ReportTable? Faults { get; init; }

    /// <summary>Where DNS came from, options, versions.</summary>
    public required IReadOnlyList<ReportFact> Facts { get; init; }
}
