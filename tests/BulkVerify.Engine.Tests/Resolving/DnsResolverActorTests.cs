using System.Net;
using Akka.Actor;
using Akka.TestKit;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>The resolver in virtual time, over a transport that does as told.</summary>
public sealed class DnsResolverActorTests : Akka.TestKit.Xunit.TestKit
{
    private static readonly IPEndPoint First = new(IPAddress.Loopback, 1001);
    private static readonly IPEndPoint Second = new(IPAddress.Loopback, 1002);

    /// <summary>Fails a test that would hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly FrozenAnswers _answers = new();
    private readonly List<ResolverCounters> _counters = [];
    private readonly HashSet<ScriptedTransport> _transports = [];

    public DnsResolverActorTests()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"\nakka.test.single-expect-default = 300s")
    {
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DnsQuestion Question(int number) => new(DomainName.Parse($"n{number}.example"), DnsRecordType.Txt);

    private static DnsQuestion[] Questions(int count) => [.. Enumerable.Range(0, count).Select(Question)];

    private static ScriptedTransport Always(TransportReply reply) => new(_ => Task.FromResult(reply));

    private ResolverOptions Options(params IPEndPoint[] servers) => new() { Servers = servers, Actors = 1 };

    private ResolverStatistics Statistics => _counters[^1].Snapshot();

    private IActorRef Start(ScriptedTransport transport, ResolverOptions options) => Start(transport, options, new SchedulerTime(Scheduler));

    private IActorRef Start(ScriptedTransport transport, ResolverOptions options, TimeProvider time)
    {
        _transports.Add(transport);
        var servers = new ServerSet(options, new QueryPacer(time, options.QueriesPerSecond, options.QueriesPerSecondPerServer, options.Servers.Count));
        var counters = new ResolverCounters(options.Servers, servers);
        _counters.Add(counters);
        return Sys.ActorOf(Props.Create(() => new DnsResolverActor(_answers, options, transport, servers, counters, time)));
    }

    /// <summary>Lets virtual time pass in small steps; between them the actor works off what came.</summary>
    private async Task PassAsync(TimeSpan time, IActorRef actor)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(25))
        {
            await SettleAsync(actor);
            Scheduler.Advance(TimeSpan.FromMilliseconds(25));
        }
        await SettleAsync(actor);
    }

    /// <summary>Returns when the actor has worked off its mailbox and what that put into it, every reply that is there included: another thread may still be bringing it.</summary>
    private async Task SettleAsync(IActorRef actor)
    {
        bool isThere;
        do
        {
            isThere = Handled == _transports.Sum(t => t.Ended);
            for (int i = 0; i < 3; i++)
                await actor.Ask<ActorIdentity>(new Identify(null), Patience, Stop);
        }
        while (!isThere || Handled != _transports.Sum(t => t.Ended));
    }

    private long Handled => _counters.SelectMany(c => c.Snapshot().Servers).Sum(s => s.Answered + s.TimedOut + s.Failed);

    [Fact]
    public async Task Asks_a_question_once_however_many_want_it()
    {
        var reply = new TaskCompletionSource<TransportReply>();
        var transport = new ScriptedTransport(_ => reply.Task);
        IActorRef actor = Start(transport, Options(First));
        for (int i = 0; i < 1000; i++)
            actor.Tell(new AskBatch([Question(1)]), TestActor);
        await SettleAsync(actor);
        await ExpectNoMsgAsync(TimeSpan.Zero, Stop);
        reply.SetResult(ScriptedTransport.Answer);
        for (int i = 0; i < 1000; i++)
            await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        Assert.Single(transport.Queries);
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        Assert.Single(transport.Queries);
        ResolverStatistics statistics = Statistics;
        Assert.Equal((1001, 1, 999, 1, 0, 1), (statistics.Questions, statistics.Hits, statistics.Joined, statistics.Answered, statistics.Waiting, statistics.Sent));
    }

    [Fact]
    public async Task Asks_the_next_server_at_once_and_one_that_failed_again_after_a_pause()
    {
        ScriptedTransport transport = Always(new TransportReply(TransportOutcome.ServerFailed));
        IActorRef actor = Start(transport, Options(First, Second));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await SettleAsync(actor);
        Assert.Equal([First, Second], transport.Queries.Select(q => q.Server));
        await PassAsync(TimeSpan.FromMilliseconds(225), actor);
        Assert.Equal(2, transport.Queries.Count);
        await PassAsync(TimeSpan.FromMilliseconds(50), actor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal([First, Second, First], transport.Queries.Select(q => q.Server));
        Assert.Equal(DnsAnswer.ServFail, _answers.Find(Question(1)));
    }

    [Fact]
    public async Task Waits_longer_for_each_query_that_repeats_one_and_starts_from_what_replies_took()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.Question == Question(1) ? ScriptedTransport.Answer : ScriptedTransport.Silence));
        IActorRef actor = Start(transport, Options(First));
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(4), actor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal([1, 2, 3], transport.Queries.Select(q => q.Timeout.TotalSeconds).Take(3));

        actor = Start(transport, Options(First));
        int before = transport.Queries.Count;
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(3)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal([1000, 400, 800, 1600], transport.Queries.Skip(before).Select(q => q.Timeout.TotalMilliseconds));
    }

    [Fact]
    public async Task Sends_what_is_overdue_again_where_nothing_else_waits_and_takes_the_reply_that_comes_first()
    {
        TaskCompletionSource<TransportReply>[] replies = [new(), new()];
        int asked = 0;
        var transport = new ScriptedTransport(q => q.Question == Question(1) ? Task.FromResult(ScriptedTransport.Answer) : replies[asked++].Task);
        IActorRef actor = Start(transport, Options(First));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        await PassAsync(TimeSpan.FromMilliseconds(75), actor);
        Assert.Equal(1, asked);
        await PassAsync(TimeSpan.FromMilliseconds(50), actor);
        Assert.Equal(2, asked);
        replies[1].SetResult(ScriptedTransport.Answer);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        await PassAsync(TimeSpan.FromSeconds(2), actor);
        replies[0].SetResult(ScriptedTransport.Silence);
        await SettleAsync(actor);
        await ExpectNoMsgAsync(TimeSpan.Zero, Stop);
        Assert.Equal((3, 1, 2, 0), (transport.Queries.Count, Statistics.Retries, Statistics.Answered, Statistics.Waiting));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_reply_to_any_query_for_a_question_is_its_answer_and_a_failure_is_none_while_another_is_out(int answered)
    {
        TaskCompletionSource<TransportReply>[] replies = [new(), new()];
        int asked = 0;
        var transport = new ScriptedTransport(q => q.Question == Question(1) ? Task.FromResult(ScriptedTransport.Answer) : replies[asked++].Task);
        IActorRef actor = Start(transport, Options(First) with { Retries = 1 });
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        await PassAsync(TimeSpan.FromMilliseconds(150), actor);
        replies[1 - answered].SetResult(new TransportReply(TransportOutcome.ServerFailed));
        await PassAsync(TimeSpan.FromSeconds(2), actor);
        await ExpectNoMsgAsync(TimeSpan.Zero, Stop);
        replies[answered].SetResult(ScriptedTransport.Answer);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_failure_does_not_wait_for_queries_that_were_lost()
    {
        var lost = new TaskCompletionSource<TransportReply>();
        int asked = 0;
        var transport = new ScriptedTransport(q => q.Question == Question(1) ? Task.FromResult(ScriptedTransport.Answer)
            : asked++ % 2 == 0 ? lost.Task : Task.FromResult(new TransportReply(TransportOutcome.ServerFailed)));
        _answers.BeginLastPass();
        IActorRef actor = Start(transport, Options(First));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        // Overdue after 100 ms, a pause of 250 ms, and overdue after 200 ms, as one query is out.
        await PassAsync(TimeSpan.FromMilliseconds(600), actor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal((4, DnsAnswer.ServFail), (asked, _answers.Find(Question(2))));
        lost.SetResult(ScriptedTransport.Silence);
        await SettleAsync(actor);
        Assert.Equal(0, Statistics.Waiting);
    }

    [Fact]
    public async Task A_reply_ends_the_doubling_of_timeouts_and_pauses_grow_with_failures_alone()
    {
        TransportReply failure = new(TransportOutcome.ServerFailed);
        Queue<TransportReply> replies = new([ScriptedTransport.Answer, ScriptedTransport.Silence, ScriptedTransport.Silence, failure, ScriptedTransport.Silence, failure]);
        ScriptedTransport transport = new(_ => Task.FromResult(replies.Dequeue()));
        IActorRef actor = Start(transport, Options(First) with { Retries = 10 });
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        await PassAsync(TimeSpan.FromMilliseconds(300), actor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal([400, 800, 1600, 400, 800], transport.Queries.Skip(1).Select(q => q.Timeout.TotalMilliseconds));
    }

    [Fact]
    public async Task Sends_nothing_again_for_being_overdue_while_other_questions_wait_for_their_turn()
    {
        var silent = new TaskCompletionSource<TransportReply>();
        var transport = new ScriptedTransport(q => q.Question == Question(1) ? silent.Task : Task.FromResult(ScriptedTransport.Answer));
        IActorRef actor = Start(transport, Options(First) with { QueriesPerSecond = 20 });
        actor.Tell(new AskBatch([Question(0)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        actor.Tell(new AskBatch([.. Enumerable.Range(1, 60).Select(Question)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(2.5), actor);
        Assert.Single(transport.Queries, q => q.Question == Question(1));
        await PassAsync(TimeSpan.FromSeconds(1.5), actor);
        Assert.Equal(3, transport.Queries.Count(q => q.Question == Question(1)));
        silent.SetResult(ScriptedTransport.Silence);
        await ExpectMsgAsync(new BatchAnswered(60, 1), cancellationToken: Stop);
    }

    [Fact]
    public async Task Holds_back_an_organization_that_has_too_many_questions_and_no_other()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Answer);
        IActorRef actor = Start(transport, Options(First) with { QueriesPerSecondPerZone = 10, BurstPerZone = 20 });
        DnsQuestion[] flood = [.. Enumerable.Range(0, 200).Select(i => new DnsQuestion(DomainName.Parse($"x{i}.flood.example"), DnsRecordType.A))];
        actor.Tell(new AskBatch([.. flood, .. Questions(100)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        Assert.Equal(100, transport.Queries.Count(q => !q.Question.Name.Value.EndsWith(".flood.example", StringComparison.Ordinal)));
        Assert.InRange(transport.Queries.Count - 100, 28, 33);
        await PassAsync(TimeSpan.FromSeconds(17.5), actor);
        await ExpectMsgAsync(new BatchAnswered(300, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_nobody_up()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Answer);
        var time = new SchedulerTime(Scheduler);
        IActorRef actor = Start(transport, Options(First) with { QueriesPerSecondPerZone = 20, BurstPerZone = 1 }, time);
        actor.Tell(new AskBatch([.. Enumerable.Range(0, 5).Select(i => new DnsQuestion(DomainName.Parse($"x{i}.zone.example"), DnsRecordType.A))]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        await ExpectMsgAsync(new BatchAnswered(5, 0), cancellationToken: Stop);
        time.SetBack = TimeSpan.FromHours(1);
        actor.Tell(new AskBatch([.. Enumerable.Range(5, 5).Select(i => new DnsQuestion(DomainName.Parse($"x{i}.zone.example"), DnsRecordType.A))]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        await ExpectMsgAsync(new BatchAnswered(5, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task Has_no_more_than_so_many_queries_about_one_organization_under_way()
    {
        var silent = new TaskCompletionSource<TransportReply>();
        var transport = new ScriptedTransport(_ => silent.Task);
        IActorRef actor = Start(transport, Options(First) with { MaxInFlightPerZone = 3 });
        DnsQuestion[] lame = [.. Enumerable.Range(0, 50).Select(i => new DnsQuestion(DomainName.Parse($"x{i}.lame.example"), DnsRecordType.A))];
        actor.Tell(new AskBatch([.. lame, .. Questions(10)]), TestActor);
        await SettleAsync(actor);
        Assert.Equal(3 + 10, transport.Queries.Count);
    }

    [Fact]
    public async Task Name_servers_that_do_not_answer_cost_only_their_own_names()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.Question.Name.Value.EndsWith(".lame.example", StringComparison.Ordinal) ? ScriptedTransport.Silence : ScriptedTransport.Answer));
        IActorRef actor = Start(transport, Options(First));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        DnsQuestion[] lame = [.. Enumerable.Range(0, 200).Select(i => new DnsQuestion(DomainName.Parse($"x{i}.lame.example"), DnsRecordType.A))];
        actor.Tell(new AskBatch(lame), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        Assert.InRange(transport.Queries.Count, 2 * 200, 3 * 200);
        await ExpectMsgAsync(new BatchAnswered(200, 200), cancellationToken: Stop);
        Assert.False(Statistics.AllSilent);
        actor.Tell(new AskBatch([Question(2)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task A_server_that_answers_what_it_answered_before_is_not_taken_for_silent()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.Question == Question(1) ? ScriptedTransport.Answer : ScriptedTransport.Silence));
        IActorRef actor = Start(transport, Options(First));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        _answers.BeginLastPass();
        actor.Tell(new AskBatch([.. Enumerable.Range(2, 300).Select(Question)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(2), actor);
        await ExpectMsgAsync(new BatchAnswered(300, 300), cancellationToken: Stop);
        Assert.False(Statistics.AllSilent);
        Assert.InRange(transport.Queries.Count(q => q.Question == Question(1)), 2, 200);
    }

    [Fact]
    public async Task A_question_that_no_server_answers_in_the_last_pass_stays_open()
    {
        _answers.BeginLastPass();
        IActorRef actor = Start(Always(ScriptedTransport.Silence), Options(First));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(6), actor);
        Assert.IsType<ServersSilentException>((await ExpectMsgAsync<Status.Failure>(cancellationToken: Stop)).Cause);
        Assert.Null(_answers.Find(Question(1)));
    }

    [Theory]
    [InlineData(TransportOutcome.ServerFailed)]
    [InlineData(TransportOutcome.Refused)]
    [InlineData(TransportOutcome.Broken)]
    public async Task Ends_as_servfail_when_servers_reply_with_failures(TransportOutcome outcome)
    {
        IActorRef actor = Start(Always(new TransportReply(outcome)), Options(First) with { Retries = 0 });
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);
        Assert.Equal(DnsAnswer.ServFail, _answers.Find(Question(1)));
        _answers.BeginLastPass();
        Assert.Null(_answers.Find(Question(1)));
    }

    [Fact]
    public async Task Takes_the_answer_of_the_server_that_has_one()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.Server.Equals(Second) ? ScriptedTransport.Answer : new TransportReply(TransportOutcome.Refused)));
        IActorRef actor = Start(transport, Options(First, Second));
        actor.Tell(new AskBatch(Questions(10)), TestActor);
        await ExpectMsgAsync(new BatchAnswered(10, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task Leaves_edns_out_after_a_format_error()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.UseEdns ? new TransportReply(TransportOutcome.FormatError) : ScriptedTransport.Answer));
        IActorRef actor = Start(transport, Options(First, Second));
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 0), cancellationToken: Stop);
        Assert.Equal([true, false], transport.Queries.Select(q => q.UseEdns));
    }

    [Fact]
    public async Task Leaves_a_silent_server_alone_and_asks_the_other()
    {
        var transport = new ScriptedTransport(q => Task.FromResult(q.Server.Equals(First) ? ScriptedTransport.Silence : ScriptedTransport.Answer));
        IActorRef actor = Start(transport, Options(First, Second) with { BreakerThreshold = 5 });
        actor.Tell(new AskBatch(Questions(100)), TestActor);
        await ExpectMsgAsync(new BatchAnswered(100, 0), cancellationToken: Stop);
        int toSilent = transport.Queries.Count(q => q.Server.Equals(First));
        Assert.InRange(toSilent, 5, 60);
        actor.Tell(new AskBatch([.. Enumerable.Range(1000, 100).Select(Question)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(100, 0), cancellationToken: Stop);
        Assert.Equal(toSilent, transport.Queries.Count(q => q.Server.Equals(First)));
    }

    [Fact]
    public async Task Comes_back_to_a_server_that_answers_again()
    {
        bool isUp = false;
        var transport = new ScriptedTransport(_ => Task.FromResult(Volatile.Read(ref isUp) ? ScriptedTransport.Answer : ScriptedTransport.Silence));
        IActorRef actor = Start(transport, Options(First) with { BreakerThreshold = 5, Retries = 100, MaxInFlight = 1 });
        actor.Tell(new AskBatch(Questions(20)), TestActor);
        await PassAsync(TimeSpan.FromMilliseconds(500), actor);
        Assert.Equal(3, transport.Queries.Count);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        Assert.Equal(4, transport.Queries.Count);
        Volatile.Write(ref isUp, true);
        await PassAsync(TimeSpan.FromSeconds(4), actor);
        await ExpectMsgAsync(new BatchAnswered(20, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task Ends_when_no_server_answers_at_all()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Silence);
        IActorRef actor = Start(transport, Options(First, Second));
        actor.Tell(new AskBatch(Questions(5000)), TestActor);
        await PassAsync(TimeSpan.FromSeconds(6), actor);
        await ExpectMsgAsync(new BatchAnswered(5000, 5000), cancellationToken: Stop);
        Assert.InRange(transport.Queries.Count, 10, 4100);
        int before = transport.Queries.Count;
        actor.Tell(new AskBatch([.. Enumerable.Range(10_000, 5000).Select(Question)]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        await ExpectMsgAsync(new BatchAnswered(5000, 5000), cancellationToken: Stop);
        Assert.InRange(transport.Queries.Count - before, 0, 4);
    }

    [Fact]
    public async Task Keeps_the_rate_and_is_not_slower_than_it()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Answer);
        IActorRef actor = Start(transport, Options(First, Second) with { QueriesPerSecond = 200 });
        actor.Tell(new AskBatch(Questions(400)), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        Assert.InRange(transport.Queries.Count, 190, 215);
        await PassAsync(TimeSpan.FromSeconds(1.1), actor);
        await ExpectMsgAsync(new BatchAnswered(400, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task Asks_what_may_lead_to_further_questions_before_what_ends_its_chain()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Answer);
        IActorRef actor = Start(transport, Options(First) with { QueriesPerSecond = 20 });
        DnsQuestion[] keys = [.. Enumerable.Range(0, 20).Select(i => new DnsQuestion(DomainName.Parse($"s._domainkey.d{i}.example"), DnsRecordType.Txt))];
        DnsQuestion[] policies = [.. Enumerable.Range(0, 5).Select(i => new DnsQuestion(DomainName.Parse($"_dmarc.d{i}.example"), DnsRecordType.Txt))];
        DnsQuestion[] leading = [.. Questions(5), new DnsQuestion(DomainName.Parse("d1.example"), DnsRecordType.Mx), new DnsQuestion(DomainName.Parse("d2.example"), DnsRecordType.Ptr)];
        actor.Tell(new AskBatch([.. keys, .. policies, new DnsQuestion(DomainName.Parse("d3.example"), DnsRecordType.A), .. leading]), TestActor);
        await PassAsync(TimeSpan.FromSeconds(2), actor);
        await ExpectMsgAsync(new BatchAnswered(33, 0), cancellationToken: Stop);
        DnsQuestion[] asked = [.. transport.Queries.Select(q => q.Question)];
        Assert.Equivalent(leading, asked[..7]);
        Assert.Equivalent(keys.Concat(policies).Append(new DnsQuestion(DomainName.Parse("d3.example"), DnsRecordType.A)), asked[7..]);
    }

    /// <summary>Batches that find out by each answer what else to ask, over a server of 50 ms that loses one query in twenty: what the rate forces, and a tenth at most.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(100)]
    public async Task A_cold_run_takes_little_longer_than_its_rate_forces(int queriesPerSecond)
    {
        const int Batches = 4, Keys = 60, Chains = 6, Depth = 8;
        int sent = 0;
        var transport = new ScriptedTransport(query =>
        {
            var reply = new TaskCompletionSource<TransportReply>();
            bool isLost = Interlocked.Increment(ref sent) % 20 == 0;
            Scheduler.Advanced.ScheduleOnce(
                isLost ? query.Timeout : TimeSpan.FromMilliseconds(50), () => reply.SetResult(isLost ? ScriptedTransport.Silence : ScriptedTransport.Answer));
            return reply.Task;
        });
        IActorRef actor = Start(transport, Options(First) with { QueriesPerSecond = queriesPerSecond });
        var asking = new AskStage((questions, _) => AskAtOnce(actor, questions), new WaitClock(TimeProvider.System));
        DateTimeOffset started = Scheduler.Now;
        Task all = Task.WhenAll(Enumerable.Range(0, Batches).Select(batch => asking.PrepareAsync(BatchInFlight.Again([]), Step(batch), Stop)));
        while (!all.IsCompleted)
        {
            Scheduler.Advance(TimeSpan.FromMilliseconds(25));
            await SettleAsync(actor);
        }
        await all;
        Assert.Equal(Batches * (Keys + (Chains * Depth)), _answers.Count);
        double forced = (double)sent / queriesPerSecond;
        Assert.InRange((Scheduler.Now - started).TotalSeconds, forced * 0.95, forced * 1.1);

        Func<BatchInFlight, Task<BatchInFlight>> Step(int number) => batch =>
        {
            batch.Missing.Clear();
            for (int i = 0; i < Keys; i++)
                batch.Missing.FindOrNote(_answers, new DnsQuestion(DomainName.Parse($"s._domainkey.b{number}k{i}.example"), DnsRecordType.Txt));
            for (int i = 0; i < Chains; i++)
            {
                for (int depth = 0; depth < Depth && batch.Missing.FindOrNote(_answers, new DnsQuestion(DomainName.Parse($"i{depth}.b{number}c{i}.example"), DnsRecordType.Txt)) is not null;)
                    depth++;
            }
            return Task.FromResult(batch);
        };
    }

    [Fact]
    public async Task Keeps_the_rate_of_each_server()
    {
        ScriptedTransport transport = Always(ScriptedTransport.Answer);
        IActorRef actor = Start(transport, Options(First, Second) with { QueriesPerSecondPerServer = 100 });
        actor.Tell(new AskBatch(Questions(400)), TestActor);
        await PassAsync(TimeSpan.FromSeconds(1), actor);
        Assert.InRange(transport.Queries.Count(q => q.Server.Equals(First)), 90, 110);
        Assert.InRange(transport.Queries.Count(q => q.Server.Equals(Second)), 90, 110);
    }

    [Fact]
    public async Task Sends_no_more_than_so_many_queries_at_once()
    {
        var replies = new System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource<TransportReply>>();
        var transport = new ScriptedTransport(_ =>
        {
            var reply = new TaskCompletionSource<TransportReply>();
            replies.Enqueue(reply);
            return reply.Task;
        });
        IActorRef actor = Start(transport, Options(First) with { MaxInFlight = 7 });
        actor.Tell(new AskBatch(Questions(50)), TestActor);
        for (int answered = 0; answered < 50; answered++)
        {
            await SettleAsync(actor);
            Assert.Equal(Math.Min(7, 50 - answered), replies.Count);
            Assert.True(replies.TryDequeue(out TaskCompletionSource<TransportReply>? reply));
            reply.SetResult(ScriptedTransport.Answer);
        }
        await ExpectMsgAsync(new BatchAnswered(50, 0), cancellationToken: Stop);
    }

    [Fact]
    public async Task Tells_the_batch_when_the_transport_or_the_answers_break()
    {
        IActorRef broken = Start(new ScriptedTransport(_ => Task.FromException<TransportReply>(new InvalidOperationException("bug"))), Options(First) with { Retries = 0 });
        broken.Tell(new AskBatch([Question(1)]), TestActor);
        await ExpectMsgAsync(new BatchAnswered(1, 1), cancellationToken: Stop);

        IActorRef throwing = Start(new ScriptedTransport(_ => throw new InvalidOperationException("bug")), Options(First));
        throwing.Tell(new AskBatch([Question(2)]), TestActor);
        await ExpectMsgAsync<Status.Failure>(cancellationToken: Stop);
    }

    [Fact]
    public async Task What_was_asked_before_a_restart_does_not_count_after_it()
    {
        var replies = new List<TaskCompletionSource<TransportReply>>();
        var transport = new ScriptedTransport(q =>
        {
            if (q.Question == Question(9))
                throw new InvalidOperationException("bug");
            replies.Add(new TaskCompletionSource<TransportReply>());
            return replies[^1].Task;
        });
        IActorRef actor = Start(transport, Options(First) with { MaxInFlight = 2 });
        actor.Tell(new AskBatch([Question(1)]), TestActor);
        actor.Tell(new AskBatch([Question(9)]), TestActor);
        await ExpectMsgAsync<Status.Failure>(cancellationToken: Stop);
        await ExpectMsgAsync<Status.Failure>(cancellationToken: Stop);
        actor.Tell(new AskBatch([Question(1), Question(2), Question(3)]), TestActor);
        await SettleAsync(actor);
        Assert.Equal(3, replies.Count);
        replies[0].SetResult(ScriptedTransport.Answer);
        await SettleAsync(actor);
        Assert.Equal(3, replies.Count);
        for (int i = 1; i < 4; i++)
        {
            replies[i].SetResult(ScriptedTransport.Answer);
            await SettleAsync(actor);
        }
        await ExpectMsgAsync(new BatchAnswered(3, 0), cancellationToken: Stop);
    }

    /// <summary>Asks, and goes on within the actor's own turn when the answers are there.</summary>
    private Task AskAtOnce(IActorRef actor, DnsQuestion[] questions)
    {
        var answered = new TaskCompletionSource();
        actor.Tell(new AskBatch(questions), new Listener(((ExtendedActorSystem)Sys).Provider, answered));
        return answered.Task;
    }

    private sealed class Listener(IActorRefProvider provider, TaskCompletionSource answered) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "listener";

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender) => answered.SetResult();
    }

    /// <summary>The clock of the virtual scheduler.</summary>
    private sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        /// <summary>By how much somebody set the clock back.</summary>
        public TimeSpan SetBack { get; set; }

        public override DateTimeOffset GetUtcNow() => scheduler.Now - SetBack;

        public override long GetTimestamp() => scheduler.Now.UtcTicks;
    }
}
