using Akka.Actor;
using Akka.Streams;

namespace BulkVerify.Engine.Stages;

/// <summary>What is done with one split at a time: verified, or judged again in the last pass.</summary>
internal interface ISplitWork
{
    /// <summary>The writer of a split.</summary>
    /// <exception cref="IOException">The split's folder cannot be made or read.</exception>
    Props TallyOf(int split);

    /// <summary>Runs one split into its tally. The caller commits.</summary>
    Task RunAsync(int split, IActorRef tally, IMaterializer materializer, CancellationToken stop);

    /// <summary>Commits a split that an error of the program kills each time with the fault that says so.</summary>
    Task<SplitCounts> GiveUpAsync(int split, Exception failure);
}
