namespace BulkVerify.Tests;

public sealed class BoundedCacheTests
{
    [Fact]
    public void Holds_no_more_octets_than_two_generations_whatever_the_size_of_its_values()
    {
        var cache = new BoundedCache<int, string>(100_000, static (_, text) => 2 * text.Length);
        for (int i = 0; i < 10_000; i++)
            cache.Add(i, new string('x', i % 7 * 1000));
        // Of 6,080 octets on average; a generation ends with the entry that fills it.
        Assert.InRange(cache.Count, 16, 2 * 18);
        var small = new BoundedCache<int, string>(100_000, static (_, text) => 2 * text.Length);
        for (int i = 0; i < 10_000; i++)
            small.Add(i, "x");
        Assert.InRange(small.Count, 1200, 2 * 1220);
    }

    [Fact]
    public void What_is_read_stays()
    {
        var cache = new BoundedCache<int, string>(1000, static (_, _) => 20);
        cache.Add(-1, "kept");
        for (int i = 0; i < 100; i++)
        {
            cache.Add(i, "other");
            Assert.True(cache.TryGet(-1, out string? value));
            Assert.Equal("kept", value);
        }
        Assert.False(cache.TryGet(0, out _));
    }

    [Fact]
    public void Keeps_the_first_value_of_a_key()
    {
        var cache = new BoundedCache<int, string>(1000, static (_, _) => 20);
        Assert.Equal("first", cache.Add(1, "first"));
        Assert.Equal("first", cache.Add(1, "second"));
    }
}
