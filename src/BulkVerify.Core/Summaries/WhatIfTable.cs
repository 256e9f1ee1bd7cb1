namespace BulkVerify.Summaries;

/// <summary>The streams of a <see cref="WhatIfResult"/> as a table.</summary>
public static class WhatIfTable
{
    /// <summary>One line per stream.</summary>
    /// <param name="onlyChanged">True to leave out streams where nothing changes.</param>
    public static SummaryTable Of(WhatIfResult result, bool onlyChanged)
    {
        List<SummaryColumn> columns =
        [
            new("sender", "sender", SummaryColumnKind.Text), new("author_domain", "From domain", SummaryColumnKind.Text), new("messages", "messages", SummaryColumnKind.Count, 3),
            new("dmarc_pass_share_before", "DMARC now", SummaryColumnKind.Share), new("dmarc_pass_share_after", "then", SummaryColumnKind.Share),
            new("gained", "gained", SummaryColumnKind.Count), new("lost", "lost", SummaryColumnKind.Count),
            new("rejected_before", "reject now", SummaryColumnKind.Count, 2), new("rejected_after", "then", SummaryColumnKind.Count, 2),
            new("quarantined_before", "quarantine now", SummaryColumnKind.Count, 4), new("quarantined_after", "then", SummaryColumnKind.Count, 4),
            new("change", "mostly", SummaryColumnKind.Text, 6), new("change_count", "messages", SummaryColumnKind.Count, 6), new("examples", "example", SummaryColumnKind.Examples, 5),
        ];
        IEnumerable<WhatIfStream> streams = onlyChanged ? result.Streams.Where(s => s.Changes.Count > 0) : result.Streams;
        return new SummaryTable(columns, [.. streams.Select(Cells)]);
    }

    private static object?[] Cells(WhatIfStream stream)
    {
        SummaryCause? change = stream.Changes.Count > 0 ? stream.Changes[0] : null;
        return
        [
            stream.Sender, stream.AuthorDomain, stream.Messages, stream.Before.PassShare, stream.After.PassShare, stream.Gained, stream.Lost,
            stream.Before.Rejected, stream.After.Rejected, stream.Before.Quarantined, stream.After.Quarantined,
            change?.Text ?? "", change?.Count ?? 0L, change?.Examples ?? [],
        ];
    }
}
