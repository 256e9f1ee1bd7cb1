using BulkVerify.Batches;

namespace BulkVerify.Tests.Batches;

public class MemberNamesTests
{
    [Fact]
    public void A_name_that_occurs_again_is_numbered_with_what_is_free()
    {
        var names = new MemberNames("a.zip");
        Assert.Equal(
            ["a.zip!x", "a.zip!x#2", "a.zip!x#4", "a.zip!x#3", "a.zip!x#2#2", "a.zip!x#5"],
            new[] { "x", "x", "x#4", "x", "x#2", "x" }.Select(names.Next));
    }

    [Fact]
    public void Many_members_of_one_name_take_linear_time()
    {
        var names = new MemberNames("a.zip");
        long start = Environment.TickCount64;
        string last = "";
        for (int i = 0; i < 600_000; i++)
            last = names.Next("x");
        Assert.Equal("a.zip!x#600000", last);
        // Less than a second: to look at each number for each name would take an hour.
        Assert.InRange(Environment.TickCount64 - start, 0, 120_000);
    }
}
