using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using BulkVerify.Archives;
using BulkVerify.Digests;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation;

namespace BulkVerify.Engine.Stages;

/// <summary>Judges again the messages of a split that met a temporary error of the DNS: from their digests, without reading the archive. Rows that changed take the place
/// of the old ones, and the split that of the old split, as a whole.</summary>
internal sealed class LastPass(ArchivePlan plan, RunFolder folder, JudgingSteps judging, int batchMessages, Action flushAnswers, RunTally tally) : ISplitWork
{
    public Props TallyOf(int split) => TallyActor.Props(new LastPassWriter(folder, split, flushAnswers, tally));

    public Task RunAsync(int split, IActorRef tally, IMaterializer materializer, CancellationToken stop)
    {
        // The file is read by the stream's own thread, which is cheap beside asking; it is closed when the stream ends, however it ends.
        Source<BatchInFlight, NotUsed> batches = Source.UnfoldResource<BatchInFlight, IEnumerator<BatchInFlight>>(
            () => Read(RunFolder.RetryIn(folder.SplitFolder(split))).GetEnumerator(),
            batches => batches.MoveNext() ? batches.Current : Akka.Util.Option<BatchInFlight>.None,
            batches => batches.Dispose());
        return judging.Judge(batches, tally, stop).RunWith(Sink.Ignore<Done>(), materializer);
    }

    /// <summary>The old verdicts stay.</summary>
    public async Task<SplitCounts> GiveUpAsync(int split, Exception failure)
    {
        PlannedSplit planned = plan.Splits[split];
        await using var revision = new SplitRevision(folder, split, flushAnswers);
        revision.Add(ProgramFault.OfLastPass(plan.Inputs[planned.FirstInput].Name, planned.Start, planned.End, failure));
        await revision.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        tally.Forget();
        return SplitCounts.Zero;
    }

    private IEnumerable<BatchInFlight> Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        var reader = new DigestFileReader(stream, file);
        foreach (MessageDigest[] digests in reader.ReadAll().Chunk(batchMessages))
            yield return BatchInFlight.Again([.. digests.Select(d => new MessageEvaluation(d))]);
    }
}
