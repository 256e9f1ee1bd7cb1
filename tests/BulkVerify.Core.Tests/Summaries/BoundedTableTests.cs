using BulkVerify.Dns;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class BoundedTableTests
{
    private static readonly string[] Bounded = ["vendor", "from", "month", "address", "platform", "matrix", "key", "spf", "rules"];

    [Fact]
    public async Task The_groups_with_the_most_messages_are_told_apart_wherever_they_come_in_the_rows()
    {
        // One message from each of many addresses first, then the large ones.
        MessageRow[] rows = [.. Enumerable.Range(0, 50).Select(i => From($"192.0.2.{i}")), .. Enumerable.Range(0, 9).Select(i => From($"198.51.100.{i % 3}"))];
        SummaryTable table = (await FillAsync("address", 3, rows)).ToTable();
        Assert.Equal(["198.51.100.0", "198.51.100.1", "198.51.100.2", "(50 others)"], table.Column("address"));
        Assert.Equal([3L, 3L, 3L, 50L], table.Column("messages"));
        Assert.Equal(["||address=198.51.100.0", ""], new[] { 0, 3 }.Select(i => table.Cell(i, "list")));
    }

    [Fact]
    public void Every_table_adds_up_and_says_the_same_in_whatever_order_the_rows_come()
    {
        Gen.Select(RowSamples.Row.Array[0, 60], Gen.Int[0, Bounded.Length - 1], Gen.Int[1, 6], Gen.Int).Sample((rows, choice, most, seed) =>
        {
            string name = Bounded[choice];
            MessageRow[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            IRowTable bounded = FillAsync(name, most, rows).GetAwaiter().GetResult(), whole = FillAsync(name, int.MaxValue, rows).GetAwaiter().GetResult();
            Assert.Equal(TableText.Csv(bounded.ToTable()), TableText.Csv(FillAsync(name, most, shuffled).GetAwaiter().GetResult().ToTable()));
            if (bounded.Bound!.Others == 0)
                Assert.Equal(TableText.Csv(whole.ToTable()), TableText.Csv(bounded.ToTable()));
            if (name is not ("key" or "spf"))
                Assert.Equal(whole.ToTable().Column("messages").Sum(m => (long)m!), bounded.ToTable().Column("messages").Sum(m => (long)m!));
        });
    }

    [Fact]
    public void Counting_in_parts_finds_what_counting_at_once_does()
    {
        Gen.Select(Gen.Int[0, 40].Array[0, 300], Gen.Int[1, 20], Gen.Int[2, 9]).Sample((names, most, counted) =>
        {
            ulong[] groups = [.. names.Select(n => GroupBound.HashOf($"group {n}"))];
            var parts = new GroupCounter(most, counted);
            while (parts.BeginPass())
            {
                foreach (ulong group in groups)
                    parts.Add(group);
            }
            ulong[] largest = [.. groups.GroupBy(g => g).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(most).Select(g => g.Key)];
            Assert.Equal(groups.Distinct().Count() - largest.Length, parts.Bound.Others);
            Assert.All(groups.Distinct(), g => Assert.Equal(largest.Contains(g), parts.Bound.Takes(g, held: 0)));
        });
    }

    [Fact]
    public async Task The_command_of_a_line_lists_its_messages()
    {
        foreach (string name in new[] { "vendor", "from", "month", "address", "platform", "stream", "reason", "key", "spf", "rules" })
        {
            foreach (MessageRow[] rows in Samples())
            {
                SummaryTable table = (await FillAsync(name, GroupBound.DefaultMost, rows)).ToTable();
                for (int i = 0; i < table.Rows.Count; i++)
                {
                    if (((string)table.Cell(i, "list")!).Split('|', 3) is not [var sender, var domain, var where])
                        continue;
                    RowCondition? condition = where.Length == 0 ? null : RowCondition.TryParse(where) ?? throw new InvalidOperationException(where);
                    Assert.Equal((long)table.Cell(i, name == "rules" ? "broken" : "messages")!, rows.Count(r => (sender.Length == 0 || r.Sender == sender) && (domain.Length == 0 || r.AuthorDomain == domain) && condition?.Holds(r) != false));
                }
            }
        }
    }

    private static List<MessageRow[]> Samples()
    {
        var samples = new List<MessageRow[]>();
        RowSamples.Row.Array[40].Sample(samples.Add, iter: 10, threads: 1);
        return samples;
    }

    private static MessageRow From(string address) => new() { ClientIp = address, Class = "received" };

    private static Task<IRowTable> FillAsync(string name, int most, MessageRow[] rows) =>
        BoundedTable.FillAsync(bound => RowTables.Create(name, SummaryContext.Default, NoDnsView.Instance, TableText.List, bound), most, () => rows.ToAsyncEnumerable());
}
