using Akka.Actor;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine;

/// <summary>The splits of one run in a private actor system: those that are not committed, then what met a temporary error of the DNS. Used once, then disposed of.</summary>
internal sealed class VerificationJob : IAsyncDisposable
{
    /// <summary>Splits in work beyond the threads while all wait for DNS. Each has columns and statistics of its own, some 10 MB; how many messages wait for answers is bounded apart.</summary>
    private const int SplitsThatWait = 3;

    private readonly RunFolder _folder;
    private readonly ArchivePlan _plan;
    private readonly RunDns _dns;
    private readonly RunTally _tally;
    private readonly StageContext _context;
    private readonly EngineOptions _engine;
    private readonly ProgressCounter _progress;
    private readonly WaitClock _clock;
    private readonly RunSystem _running;
    private readonly ActorSystem _system;
    private readonly ResolverPool? _resolvers;
    private readonly AskStage _asking;
    private readonly IActorRef _workers;
    private SplitPipeline? _pipeline;
    private SplitCounts _counts = SplitCounts.Zero;

    /// <summary>Starts its actors.</summary>
    /// <param name="running">Made already; the job's to dispose of.</param>
    /// <param name="system">What <paramref name="running"/> made.</param>
    /// <param name="resolving">How live DNS is asked; null for none.</param>
    public VerificationJob(
        RunSystem running, ActorSystem system, RunFolder folder, ArchivePlan plan, RunDns dns, RunTally tally, StageContext context, EngineOptions engine, ProgressCounter progress,
        TimeProvider time, ResolverOptions? resolving)
    {
        _running = running;
        _system = system;
        _folder = folder;
        _plan = plan;
        _dns = dns;
        _tally = tally;
        _context = context;
        _engine = engine;
        _progress = progress;
        _clock = new WaitClock(time);
        _resolvers = resolving is null ? null : ResolverPool.Start(_system, dns.Answers, resolving);
        _asking = new AskStage(_resolvers is null ? null : (questions, stop) => _resolvers.AskAsync(dns.ToAsk(questions), stop), _clock);
        _workers = _system.ActorOf(StageWorkerActor.Pool(context, engine.Threads), "workers");
    }

    /// <summary>Most splits in work at a time.</summary>
    private int WidthOfWaiting => _resolvers is null ? _engine.Threads : _engine.Threads + SplitsThatWait;

    private DnsProgress? DnsNow => _resolvers is null ? null : new DnsProgress(_context.Lookups, _resolvers.Statistics);

    /// <summary>Verifies the splits of <paramref name="archives"/>, which is then this job's to dispose of, and ends with the last pass.</summary>
    public async Task<JobEnd> RunAsync(int[] splits, PlanReader archives, CancellationToken drain, CancellationToken abort)
    {
        PipelineWidth widths = PipelineWidth.For(_engine, Math.Min(splits.Length, WidthOfWaiting));
        var judging = new JudgingSteps(_workers, _asking, widths, _clock, _context.Records, batch => _progress.Count(batch, DnsNow));
        _pipeline = new SplitPipeline(_plan, _folder, archives, judging, _context.KeepDigests, _dns.Answers.Flush, _tally, _context.Probe);
        try
        {
            JobActor.Finished job = await WorkAsync(_pipeline, splits, drain, abort).ConfigureAwait(false);
            _counts = job.Counts;
            if (job.Failure is not null || job.RemainingSplits > 0 || drain.IsCancellationRequested)
                return End(job.Failure);
            return await RunLastPassAsync(widths, drain, abort).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            return End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync().ConfigureAwait(false);
        if (_pipeline is not null)
            await _pipeline.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Asks once more and judges again what met a temporary error; not while no server replies.</summary>
    private async Task<JobEnd> RunLastPassAsync(PipelineWidth widths, CancellationToken drain, CancellationToken abort)
    {
        int[] splits = [.. _plan.Splits.Select(s => s.Id).Where(_folder.NeedsLastPass)];
        if (splits.Length == 0)
            return End();
        if (_resolvers is { Statistics.AllSilent: true } || !await AskAgainAsync(abort).ConfigureAwait(false))
            return End(isPostponed: true);
        var judging = new JudgingSteps(_workers, _asking, widths, _clock, _context.Records, batch => _progress.CountAgain(batch, DnsNow));
        var lastPass = new LastPass(_plan, _folder, judging, _engine.BatchMessages, _dns.Answers.Flush, _tally);
        JobActor.Finished job = await WorkAsync(lastPass, splits, drain, abort).ConfigureAwait(false);
        return job.Failure?.GetBaseException() is ServersSilentException ? End(isPostponed: true) : End(job.Failure);
    }

    /// <summary>Asks all at once what splits would wait for one by one; false when no server replies.</summary>
    private async Task<bool> AskAgainAsync(CancellationToken abort)
    {
        if (_resolvers is null)
            return true;
        try
        {
            using (_clock.Asking())
                await _resolvers.AskAsync(_dns.Answers.BeginLastPass(), abort).ConfigureAwait(false);
            return true;
        }
        catch (ServersSilentException)
        {
            return false;
        }
    }

    private async Task<JobActor.Finished> WorkAsync(ISplitWork work, int[] splits, CancellationToken drain, CancellationToken abort)
    {
        IActorRef job = _system.ActorOf(JobActor.Props(work, _engine.Threads, WidthOfWaiting));
        void StartOneMore() => job.Tell(new JobActor.AllWait());
        using CancellationTokenRegistration draining = drain.Register(() => job.Tell(new JobActor.Drain()));
        _clock.WaitBegan += StartOneMore;
        try
        {
            return await job.Ask<JobActor.Finished>(new JobActor.Start(splits), Timeout.InfiniteTimeSpan, abort).ConfigureAwait(false);
        }
        finally
        {
            _clock.WaitBegan -= StartOneMore;
        }
    }

    private JobEnd End(Exception? failure = null, bool isPostponed = false) => new(_counts, failure, _clock.Waited, isPostponed, DnsNow);
}
