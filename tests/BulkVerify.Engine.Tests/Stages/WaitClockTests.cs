using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Stages;

public sealed class WaitClockTests
{
    [Fact]
    public void Waiting_begins_when_the_last_batch_in_work_is_done_and_another_waits()
    {
        var clock = new WaitClock(TimeProvider.System);
        int began = 0;
        clock.WaitBegan += () => began++;

        WaitClock.Span asking = clock.Asking();
        Assert.Equal(1, began);

        using (clock.Working())
        using (clock.Working())
            Assert.Equal(1, began);
        Assert.Equal(2, began);

        asking.Dispose();
        using (clock.Working())
            Assert.Equal(2, began);
        Assert.Equal(2, began);
    }

    [Fact]
    public void A_second_batch_that_waits_changes_nothing()
    {
        var clock = new WaitClock(TimeProvider.System);
        int began = 0;
        using WaitClock.Span first = clock.Asking();
        clock.WaitBegan += () => began++;
        using (clock.Asking())
            Assert.Equal(0, began);
        Assert.Equal(0, began);
    }
}
