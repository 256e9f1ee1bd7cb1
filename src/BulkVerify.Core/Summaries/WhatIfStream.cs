using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>One stream before and under a change.</summary>
/// <param name="Gained">Messages that pass and did not.</param>
/// <param name="Lost">Messages that passed and do not.</param>
/// <param name="Changes">What changed, such as "fail -> pass; SPF softfail -> SPF passes aligned", most messages first.</param>
public sealed record WhatIfStream(
    string Sender, string AuthorDomain, long Messages, WhatIfOutcome Before, WhatIfOutcome After, long Gained, long Lost, IReadOnlyList<SummaryCause> Changes)
{
    internal static WhatIfStream From(StreamKey key, WhatIfTally tally) => new(
        key.Sender, key.AuthorDomain, tally.Messages, WhatIfOutcome.From(tally.Before), WhatIfOutcome.From(tally.After), tally.Gained, tally.Lost,
        [.. tally.Changes.Select(c => new SummaryCause(c.Key, c.Value.Count, SummaryExample.Of(c.Value)))
            .OrderByDescending(c => c.Count).ThenBy(c => c.Text, StringComparer.Ordinal)]);
}
