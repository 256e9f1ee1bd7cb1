using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The failing messages of a stream by cause, less those that advice given so far would repair. Not thread-safe.</summary>
internal sealed class UnrepairedCauses(StreamTally tally)
{
    private readonly Dictionary<string, long> _left = tally.Causes.ToDictionary(c => c.Key, c => c.Value.Count, StringComparer.Ordinal);

    /// <summary>Messages left that the predicate holds for; they are left no more.</summary>
    public long Take(Func<FailureCause, bool> repairs)
    {
        long taken = 0;
        foreach (string cause in _left.Keys.ToArray())
        {
            if (!repairs(new FailureCause(cause)))
                continue;
            taken += _left[cause];
            _left[cause] = 0;
        }
        return taken;
    }

    /// <summary>The same of so many messages at most.</summary>
    public long TakeAtMost(long most, Func<FailureCause, bool> repairs)
    {
        long taken = 0;
        foreach (string cause in _left.Keys.Order(StringComparer.Ordinal).Where(c => repairs(new FailureCause(c))).ToArray())
        {
            long repaired = Math.Min(_left[cause], most - taken);
            _left[cause] -= repaired;
            taken += repaired;
        }
        return taken;
    }

    /// <summary>Messages left that <paramref name="counts"/> holds as "domain CAUSE"; they are left no more.</summary>
    public long TakeCounted(KeptCounts counts, string domain)
    {
        long taken = 0;
        foreach ((string text, long count) in counts.Texts)
        {
            if (text.Length <= domain.Length || text[domain.Length] != ' ' || !text.StartsWith(domain, StringComparison.Ordinal))
                continue;
            string cause = text[(domain.Length + 1)..];
            long repaired = Math.Min(count, _left.GetValueOrDefault(cause));
            _left[cause] = _left.GetValueOrDefault(cause) - repaired;
            taken += repaired;
        }
        return taken;
    }
}
