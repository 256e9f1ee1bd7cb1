using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The groups of one table that a summary tells apart: ours first, then those with the most messages, ties by key, as many as fit. Which they are does not depend on the
/// order of offers. Not thread-safe.</summary>
/// <param name="most">Groups told apart.</param>
/// <param name="mostOctets">Octets of their tallies in all.</param>
internal sealed class GroupRanking(int most, long mostOctets)
{
    private readonly PriorityQueue<Rank, Rank> _best = new();
    private long _octets;
    // The best of those that had to give way; what is not better does not come in again.
    private Rank? _cut;

    /// <summary>Keeps the best that fit: a group gives way to better ones, and whatever is worse than one that gave way does too.</summary>
    public void Offer(StatisticsEntry group, bool isOurs)
    {
        var rank = new Rank(isOurs, group.Weight, group with { Tally = default }, group.Tally.Length);
        if (_cut is { } cut && rank.CompareTo(cut) < 0)
            return;
        _best.Enqueue(rank, rank);
        _octets += rank.Octets;
        while (_best.Count > most || (_octets > mostOctets && _best.Count > 0))
        {
            Rank worst = _best.Dequeue();
            _octets -= worst.Octets;
            if (_cut is not { } known || worst.CompareTo(known) > 0)
                _cut = worst;
        }
    }

    /// <summary>For a group that was offered, after all were.</summary>
    public bool Keeps(StatisticsEntry group, bool isOurs) => _cut is not { } cut || new Rank(isOurs, group.Weight, group, 0).CompareTo(cut) > 0;

    /// <summary>Larger ones are kept.</summary>
    private readonly record struct Rank(bool IsOurs, long Messages, StatisticsEntry Group, int Octets) : IComparable<Rank>
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
