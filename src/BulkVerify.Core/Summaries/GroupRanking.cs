using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The groups of one table that a summary tells apart: ours first, then those with the most messages, ties by key. Which they are does not depend on the order of offers.
/// Not thread-safe.</summary>
/// <param name="most">Groups told apart.</param>
internal sealed class GroupRanking(int most)
{
    private readonly PriorityQueue<Rank, Rank> _best = new();

    public void Offer(StatisticsEntry group, bool isOurs)
    {
        var rank = new Rank(isOurs, group.Weight, group);
        if (_best.Count < most)
            _best.Enqueue(rank, rank);
        else if (most > 0 && rank.CompareTo(_best.Peek()) > 0)
            _best.DequeueEnqueue(rank, rank);
    }

    /// <summary>For a group that was offered, after all were.</summary>
    public bool Keeps(StatisticsEntry group, bool isOurs) => _best.Count < most || (most > 0 && new Rank(isOurs, group.Weight, group).CompareTo(_best.Peek()) >= 0);

    /// <summary>Larger ones are kept.</summary>
    private readonly record struct Rank(bool IsOurs, long Messages, StatisticsEntry Group) : IComparable<Rank>
    {
        public int CompareTo(Rank other)
        {
            int order = IsOurs.CompareTo(other.IsOurs);
            if (order == 0)
                order = Messages.CompareTo(other.Messages);
            return order != 0 ? order : other.Group.CompareTo(Group);
        }
    }
}
