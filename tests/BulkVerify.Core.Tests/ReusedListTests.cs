namespace BulkVerify.Tests;

public class ReusedListTests
{
    [Fact]
    public void Items_come_back_as_new_after_clearing()
    {
        var list = new ReusedList<Item>();
        Item first = list.AddNew(), second = list.AddNew();
        first.Number = 1;
        list.Clear();
        Assert.Empty(list);
        Assert.Same(first, list.AddNew());
        Assert.Equal(0, first.Number);
        Assert.Same(second, list.AddNew());
        Assert.NotSame(second, list.AddNew());
    }

    [Fact]
    public void Only_what_was_added_is_there()
    {
        var list = new ReusedList<Item>();
        list.AddNew();
        list.AddNew();
        list.Clear();
        Item own = list.AddNew(), other = new() { Number = 7 };
        list.Add(other);
        Assert.Equal([own, other], list);
        int sum = 0;
        foreach (Item item in list)
            sum += item.Number;
        Assert.Equal(7, sum);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[2]);
    }

    [Fact]
    public void What_hostile_mail_made_it_hold_is_let_go()
    {
        var list = new ReusedList<Item>();
        Item[] made = [.. Enumerable.Range(0, 1000).Select(_ => list.AddNew())];
        list.Clear();
        Item[] again = [.. Enumerable.Range(0, 1000).Select(_ => list.AddNew())];
        Assert.Equal(ReusedList<Item>.MaxKept, again.Intersect(made).Count());
    }

    private sealed class Item : IReusable
    {
        public int Number { get; set; }

        public void Clear() => Number = 0;
    }
}
