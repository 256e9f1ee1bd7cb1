using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>The whole way: pool, actors, DnsClient, a server on the loopback.</summary>
public sealed class ResolverPoolTests : Akka.TestKit.Xunit.TestKit
{
    private static readonly ZoneView Zone = ZoneView.Parse(string.Concat(Enumerable.Range(0, 300).Select(i => $"n{i}.example. TXT \"text {i}\"\n")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DnsQuestion Question(int number) => new(DomainName.Parse($"n{number}.example"), DnsRecordType.Txt);

    private ResolverPool Start(FrozenAnswers answers, ResolverOptions options) =>
        ResolverPool.Start(Sys, answers, options, new LoopbackOnly(new DnsClientTransport(options.Servers)), TimeProvider.System);

    [Fact]
    public async Task Asks_the_server_once_for_a_thousand_who_want_the_same()
    {
        await using FakeDnsServer server = FakeDnsServer.Start(Zone);
        using var answers = new FrozenAnswers();
        ResolverPool pool = Start(answers, Patient.With(new ResolverOptions { Servers = [server.Endpoint] }));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => pool.AskAsync([Question(1), Question(2)], Stop)));
        Assert.Equal((1, 1), (server.Asked[Question(1)], server.Asked[Question(2)]));
        Assert.Equal(Zone.Find(Question(1)), answers.Find(Question(1)));
        Assert.Equal((2000, 2, 0), (pool.Statistics.Questions, pool.Statistics.Answered, pool.Statistics.Waiting));
    }

    [Fact]
    public async Task Gets_every_answer_from_a_server_that_loses_and_breaks_some()
    {
        FakeReply Script(DnsQuestion question, int before) => before > 0 ? FakeReply.Truthful : ((question.Name.Value.Length + question.Name.Value[1]) % 6) switch
        {
            0 => FakeReply.Drop,
            1 => FakeReply.WrongId,
            2 => FakeReply.Error(2),
            3 => FakeReply.Truncate,
            4 => FakeReply.Garbage(0, 0),
            _ => FakeReply.Truthful,
        };
        await using FakeDnsServer server = FakeDnsServer.Start(Zone, Script);
        await using FakeDnsServer other = FakeDnsServer.Start(Zone, Script);
        using var answers = new FrozenAnswers();
        ResolverPool pool = Start(answers, new ResolverOptions
        {
            Servers = [server.Endpoint, other.Endpoint],
            FirstTimeout = TimeSpan.FromMilliseconds(500),
            MinOverdue = TimeSpan.FromMinutes(1),
            AttemptTimeout = TimeSpan.FromMinutes(1),
            FirstBackOff = TimeSpan.FromMilliseconds(20),
            Retries = 10,
            Deadline = TimeSpan.FromMinutes(10),
            MaxInFlight = 64,
            BreakerThreshold = 1000,
        });
        BatchAnswered answered = await pool.AskAsync([.. Enumerable.Range(0, 310).Select(Question)], Stop);
        Assert.Equal(new BatchAnswered(310, 0), answered);
        for (int i = 0; i < 310; i++)
            Assert.Equal(Zone.Find(Question(i)), answers.Find(Question(i)));
        Assert.True(pool.Statistics.Retries > 0);
        Assert.Equal(pool.Statistics.Sent, pool.Statistics.Servers.Sum(s => s.Answered + s.TimedOut + s.Failed));
    }

    [Fact]
    public async Task Takes_replies_in_whatever_order_they_come()
    {
        var hold = new TaskCompletionSource();
        int asked = 0;
        await using FakeDnsServer server = FakeDnsServer.Start(Zone, (_, _) =>
        {
            // The first half waits for the last question.
            int number = Interlocked.Increment(ref asked);
            if (number == 100)
                hold.SetResult();
            return number <= 50 ? FakeReply.After(hold.Task) : FakeReply.Truthful;
        });
        using var answers = new FrozenAnswers();
        ResolverPool pool = Start(answers, Patient.With(new ResolverOptions { Servers = [server.Endpoint], Retries = 0 }) with { MaxInFlightPerZone = 128, MaxInFlight = 512 });
        Assert.Equal(new BatchAnswered(100, 0), await pool.AskAsync([.. Enumerable.Range(0, 100).Select(Question)], Stop));
        for (int i = 0; i < 100; i++)
            Assert.Equal(Zone.Find(Question(i)), answers.Find(Question(i)));
    }

    [Fact]
    public async Task Asks_again_in_the_next_pass_what_met_a_temporary_error()
    {
        bool isUp = false;
        await using FakeDnsServer server = FakeDnsServer.Start(Zone, (_, _) => Volatile.Read(ref isUp) ? FakeReply.Truthful : FakeReply.Error(2));
        using var answers = new FrozenAnswers();
        ResolverPool pool = Start(answers, Patient.With(new ResolverOptions { Servers = [server.Endpoint], Retries = 1, FirstBackOff = TimeSpan.FromMilliseconds(10) }));
        Assert.Equal(new BatchAnswered(2, 2), await pool.AskAsync([Question(1), Question(2)], Stop));
        Assert.Equal(DnsAnswer.ServFail, answers.Find(Question(1)));
        Volatile.Write(ref isUp, true);
        Assert.Equal(new BatchAnswered(1, 1), await pool.AskAsync([Question(1)], Stop));
        answers.BeginLastPass();
        Assert.Equal(new BatchAnswered(1, 0), await pool.AskAsync([Question(1)], Stop));
        Assert.Equal(Zone.Find(Question(1)), answers.Find(Question(1)));
    }

    [Fact]
    public async Task Gives_no_answer_for_an_empty_batch_but_returns()
    {
        using var answers = new FrozenAnswers();
        ResolverPool pool = Start(answers, new ResolverOptions { Servers = [new(System.Net.IPAddress.Loopback, 9)] });
        Assert.Equal(new BatchAnswered(0, 0), await pool.AskAsync([], Stop));
    }
}
