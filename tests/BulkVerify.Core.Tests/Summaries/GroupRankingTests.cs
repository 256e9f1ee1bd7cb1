using BulkVerify.Statistics;
using BulkVerify.Summaries;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public sealed class GroupRankingTests
{
    private static readonly Gen<(bool IsOurs, int Messages, int Octets)[]> Groups = Gen.Select(Gen.Bool, Gen.Int[1, 5], Gen.Int[0, 40]).Array[0, 30];

    [Fact]
    public void The_best_that_fit_are_kept_whatever_the_order() =>
        Gen.Select(Groups, Gen.Int[0, 12], Gen.Int[0, 200], Gen.Int).Sample((groups, most, octets, seed) =>
        {
            StatisticsEntry[] entries = [.. groups.Select((g, i) => new StatisticsEntry(StatisticsTable.Streams, [$"{i:00}", ""], g.Messages, new byte[g.Octets]))];
            int[] ranked = [.. Enumerable.Range(0, groups.Length).OrderByDescending(i => groups[i].IsOurs).ThenByDescending(i => groups[i].Messages).ThenBy(i => i)];
            int fit = 0;
            for (long held = 0; fit < ranked.Length && fit < most && (held += groups[ranked[fit]].Octets) <= octets; fit++)
            {
            }
            int[] order = [.. Enumerable.Range(0, groups.Length)];
            new Random(seed).Shuffle(order);
            var ranking = new GroupRanking(most, octets);
            foreach (int i in order)
                ranking.Offer(entries[i], groups[i].IsOurs);
            Assert.Equal(ranked[..fit].Order(), Enumerable.Range(0, groups.Length).Where(i => ranking.Keeps(entries[i], groups[i].IsOurs)));
        });
}
