using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What mail would come to under changed records or rules, beside what it came to. Holds only what the run folder and the change determine.</summary>
public sealed record WhatIfResult
{
    /// <summary>What is changed, in words.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>Messages judged again.</summary>
    public required long Messages { get; init; }

    public required WhatIfOutcome Before { get; init; }

    public required WhatIfOutcome After { get; init; }

    /// <summary>Messages that pass and did not.</summary>
    public required long Gained { get; init; }

    /// <summary>Messages that passed and do not.</summary>
    public required long Lost { get; init; }

    /// <summary>By sender and From domain as the run named them; streams that change most come first, then the largest; ties in text order.</summary>
    public required IReadOnlyList<WhatIfStream> Streams { get; init; }

    /// <summary>Messages that cannot be judged under the change, and could before: an answer is neither recorded nor given.</summary>
    public required long NotRecorded { get; init; }

    /// <summary>Questions that stood in the way, in text order.</summary>
    public required IReadOnlyList<string> Questions { get; init; }

    /// <param name="streams">Tallies by stream.</param>
    /// <param name="changed">What is changed, in words.</param>
    /// <param name="notRecorded">See <see cref="NotRecorded"/>.</param>
    /// <param name="questions">See <see cref="Questions"/>.</param>
    public static WhatIfResult From(IEnumerable<KeyValuePair<StreamKey, WhatIfTally>> streams, IReadOnlyList<string> changed, long notRecorded, IReadOnlyList<string> questions)
    {
        var total = new WhatIfTally();
        var lines = new List<WhatIfStream>();
        foreach ((StreamKey key, WhatIfTally tally) in streams)
        {
            total.Merge(tally);
            lines.Add(WhatIfStream.From(key, tally));
        }
        return new WhatIfResult
        {
            Changed = changed,
            Messages = total.Messages,
            Before = WhatIfOutcome.From(total.Before),
            After = WhatIfOutcome.From(total.After),
            Gained = total.Gained,
            Lost = total.Lost,
            Streams = [.. lines.OrderByDescending(s => s.Gained + s.Lost).ThenByDescending(s => s.Changes.Sum(c => c.Count)).ThenByDescending(s => s.Messages)
                .ThenBy(s => s.Sender, StringComparer.Ordinal).ThenBy(s => s.AuthorDomain, StringComparer.Ordinal)],
            NotRecorded = notRecorded,
            Questions = questions,
        };
    }
}
