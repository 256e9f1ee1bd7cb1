using Akka.Actor;

namespace BulkVerify.Engine.Resolving;

/// <summary>A batch of which some questions are still open.</summary>
internal sealed class WaitingBatch(IActorRef sender, int questions)
{
    public IActorRef Sender { get; } = sender;

    public int Questions { get; } = questions;

    public int Open { get; set; }

    public int Temporary { get; set; }
}
