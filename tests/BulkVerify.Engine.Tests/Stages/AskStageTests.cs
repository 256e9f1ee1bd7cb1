using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Dns;
using BulkVerify.Engine.Stages;
using BulkVerify.Engine.Tests.WhatIf;
using BulkVerify.Evaluation;

namespace BulkVerify.Engine.Tests.Stages;

/// <summary>Rounds of asking for one batch.</summary>
public class AskStageTests
{
    private static readonly DnsQuestion Key = new(DomainName.Parse("k._domainkey.example.com"), DnsRecordType.Txt);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DnsQuestion Spf(int depth) => new(DomainName.Parse($"spf{depth}.example.com"), DnsRecordType.Txt);

    private static BatchInFlight Empty() => BatchInFlight.Again([]);

    [Fact]
    public async Task A_chain_goes_on_while_answers_that_lead_to_nothing_are_under_way()
    {
        var key = new TaskCompletionSource();
        List<DnsQuestion> asked = [];
        HashSet<DnsQuestion> known = [];
        async Task AskAsync(DnsQuestion[] questions, CancellationToken stop)
        {
            asked.AddRange(questions);
            if (questions.Contains(Key))
                await key.Task.WaitAsync(TimeSpan.FromMinutes(10), stop);
            known.UnionWith(questions);
            if (questions.Contains(Spf(3)))
                key.SetResult();
        }
        Task<BatchInFlight> Step(BatchInFlight batch)
        {
            batch.Missing.Clear();
            DnsQuestion[] needed = [Key, .. Enumerable.Range(0, 4).Select(Spf).TakeWhile(q => q == Spf(0) || known.Contains(Spf(int.Parse(q.Name.Value.AsSpan(3, 1)) - 1)))];
            foreach (DnsQuestion question in needed.Where(q => !known.Contains(q)))
                batch.Missing.Add(question);
            return Task.FromResult(batch);
        }
        BatchInFlight done = await new AskStage(AskAsync, new WaitClock(TimeProvider.System)).PrepareAsync(Empty(), Step, Stop);
        Assert.Equal(0, done.Missing.Count);
        Assert.Equal([Key, Spf(0), Spf(1), Spf(2), Spf(3)], asked);
    }

    [Fact]
    public async Task The_last_round_waits_for_all_that_was_asked()
    {
        int asked = 0, steps = 0;
        Task AskAsync(DnsQuestion[] questions, CancellationToken stop)
        {
            asked += questions.Length;
            return Task.CompletedTask;
        }
        Task<BatchInFlight> Step(BatchInFlight batch)
        {
            batch.Missing.Clear();
            batch.Missing.Add(Spf(steps++));
            return Task.FromResult(batch);
        }
        BatchInFlight done = await new AskStage(AskAsync, new WaitClock(TimeProvider.System)).PrepareAsync(Empty(), Step, Stop);
        Assert.Equal((StageContext.MaxRounds, StageContext.MaxRounds, StageContext.MaxRounds + 1), (done.Rounds, asked, steps));
    }

    [Fact]
    public async Task An_error_of_asking_ends_the_batch()
    {
        Task<BatchInFlight> Step(BatchInFlight batch)
        {
            batch.Missing.Add(Key);
            return Task.FromResult(batch);
        }
        var stage = new AskStage((_, _) => Task.FromException(new IOException("full")), new WaitClock(TimeProvider.System));
        await Assert.ThrowsAsync<IOException>(() => stage.PrepareAsync(Empty(), Step, Stop));
    }

    /// <summary>A cold run has as many rounds as its chains have links: record, include, include, exchange, address. What is certain to be asked is asked along.</summary>
    [Fact]
    public async Task Mail_of_the_sample_needs_no_more_rounds_than_its_chains_are_deep()
    {
        List<(int Round, DnsQuestion Question)> prepared = [], judged = [];
        await AskForSampleAsync(prepared, judged);
        Assert.True(prepared.Count > 500, $"{prepared.Count}");
        // The sample has domains whose records include one another eleven deep.
        Assert.All(prepared.Where(q => q.Round >= 6), q => Assert.Contains(".toomanylookups.", q.Question.Name.Value, StringComparison.Ordinal));
        // Whether a name exists is asked only once it is known that a message fails; everything else was looked ahead for.
        Assert.All(judged, q => Assert.Equal((0, DnsRecordType.Txt, false), (q.Round, q.Question.Type, q.Question.Name.Value.StartsWith("_dmarc.", StringComparison.Ordinal))));
        Assert.NotEmpty(judged);
    }

    /// <summary>Asks for each split of the sample from nothing, round by round.</summary>
    private static async Task AskForSampleAsync(List<(int Round, DnsQuestion Question)> prepared, List<(int Round, DnsQuestion Question)> judged)
    {
        var options = new VerifyOptions { Paths = [SampleZone.Folder], Dns = "none" };
        ZoneView zone = ZoneView.Parse(await File.ReadAllTextAsync(Path.Combine(SampleZone.Folder, "dns.zone"), Stop));
        var engine = new EngineOptions();
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), Stop);
        foreach (PlannedSplit split in plan.Splits)
        {
            using var answers = new FrozenAnswers();
            EvaluationContext evaluation = RunSetup.Evaluation(options, TimeProvider.System);
            var stages = new BatchStages(new StageContext(evaluation, RunSetup.Envelope(options), RunSetup.Digests(options), RunSetup.Senders(options, evaluation), answers));
            await using SplitReader reader = SplitReader.Open(plan, split, new SlabPool(4 * SlabPool.SlabSize), RunSetup.Reading(options, engine), Stop);
            while (await reader.ReadAsync() is { } read)
            {
                int before = prepared.Count;
                BatchInFlight batch = await RunAsync(stages.Digest(read), stages.Prepare, prepared, answers, zone);
                // Mail without signatures and without a client asks nothing before it is judged.
                bool askedBefore = prepared.Count > before;
                batch = await RunAsync(stages.Verify(batch), stages.Judge, askedBefore ? judged : [], answers, zone);
                Assert.Equal(batch.Messages.Count, batch.Rows.Count);
            }
        }
    }

    private static Task<BatchInFlight> RunAsync(
        BatchInFlight batch, Func<BatchInFlight, BatchInFlight> step, List<(int Round, DnsQuestion Question)> asked, FrozenAnswers answers, ZoneView zone)
    {
        var stage = new AskStage(
            (questions, _) =>
            {
                foreach (DnsQuestion question in questions)
                {
                    asked.Add((batch.Rounds, question));
                    answers.Add(question, zone.Find(question)!, DateTimeOffset.UnixEpoch);
                }
                return Task.CompletedTask;
            },
            new WaitClock(TimeProvider.System));
        return stage.PrepareAsync(batch, b => Task.FromResult(step(b)), Stop);
    }
}
