namespace BulkVerify.Summaries;

/// <summary>Finds the times at which the pass rate of a timeline changes for good: binary segmentation by the likelihood of two rates against one. Pure.</summary>
internal static class ChangePoints
{
    /// <summary>Messages on each side that a change needs.</summary>
    private const long LeastMessages = 3;

    /// <summary>Difference of the two pass rates that counts as a change.</summary>
    private const double LeastDifference = 0.5;

    /// <summary>Twice the log-likelihood ratio that chance does not reach: the 99.9 % point of chi-squared with one degree, and more for the choice among many places.</summary>
    private const double LeastEvidence = 10.8;

    private const int MaxChanges = 6;

    /// <summary>Indices of the segments that begin after a change, in order, with the counts between changes.</summary>
    public static List<(int Index, long PassBefore, long Before, long PassAfter, long After)> Of(IReadOnlyList<TimelineSegment> segments)
    {
        var cuts = new SortedSet<int>();
        Split(segments, 0, segments.Count, cuts);
        int[] bounds = [0, .. cuts, segments.Count];
        var changes = new List<(int, long, long, long, long)>(cuts.Count);
        for (int i = 1; i < bounds.Length - 1; i++)
        {
            (long passBefore, long before) = Sum(segments, bounds[i - 1], bounds[i]);
            (long passAfter, long after) = Sum(segments, bounds[i], bounds[i + 1]);
            changes.Add((bounds[i], passBefore, before, passAfter, after));
        }
        return changes;
    }

    private static void Split(IReadOnlyList<TimelineSegment> segments, int from, int to, SortedSet<int> cuts)
    {
        if (cuts.Count >= MaxChanges)
            return;
        (long allPass, long all) = Sum(segments, from, to);
        double one = Likelihood(allPass, all), best = LeastEvidence + (2 * Math.Log(Math.Max(1, to - from)));
        int cut = -1;
        long pass = 0, count = 0;
        for (int i = from; i < to - 1; i++)
        {
            pass += segments[i].Pass;
            count += segments[i].Pass + segments[i].Fail;
            long rest = all - count, restPass = allPass - pass;
            if (count < LeastMessages || rest < LeastMessages || Math.Abs(((double)pass / count) - ((double)restPass / rest)) < LeastDifference)
                continue;
            double evidence = 2 * (Likelihood(pass, count) + Likelihood(restPass, rest) - one);
            if (evidence > best)
                (best, cut) = (evidence, i + 1);
        }
        if (cut < 0)
            return;
        cuts.Add(cut);
        Split(segments, from, cut, cuts);
        Split(segments, cut, to, cuts);
    }

    private static (long Pass, long All) Sum(IReadOnlyList<TimelineSegment> segments, int from, int to)
    {
        long pass = 0, all = 0;
        for (int i = from; i < to; i++)
        {
            pass += segments[i].Pass;
            all += segments[i].Pass + segments[i].Fail;
        }
        return (pass, all);
    }

    /// <summary>Logarithm of the largest likelihood of so many passes.</summary>
    private static double Likelihood(long pass, long all) => Term(pass, all) + Term(all - pass, all);

    private static double Term(long part, long all) => part == 0 ? 0 : part * Math.Log((double)part / all);
}
