using BulkVerify.Batches;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>A batch between digest and commit: no mail, only digests and what is known of their verdicts. Owned by one stage at a time.</summary>
internal sealed class BatchInFlight
{
    /// <summary>Messages with a digest, in archive order.</summary>
    public required List<MessageEvaluation> Messages { get; init; }

    /// <summary>Faults of reading and digesting, and of messages that met an error of the program.</summary>
    public required List<Fault> Faults { get; init; }

    /// <summary>Messages that framing found: those with a digest and those that became a fault.</summary>
    public required long FramedMessages { get; init; }

    /// <summary>Those that became a fault.</summary>
    public required long FaultedMessages { get; set; }

    /// <summary>Those that are of another time than the period that is judged.</summary>
    public long OutsidePeriod { get; init; }

    /// <summary>Those that are not in the sample.</summary>
    public long NotSampled { get; init; }

    public required long FramedBytes { get; init; }

    /// <summary>Members of containers that are not mail.</summary>
    public required long SkippedMembers { get; init; }

    /// <summary>Questions without which the batch cannot go on; empty when the last step was complete.</summary>
    public DnsQuestionSet Missing { get; } = new();

    /// <summary>Rounds of asking so far.</summary>
    public int Rounds { get; set; }

    /// <summary>Made by the last step: one for each of <see cref="Messages"/>, in their order.</summary>
    public List<MessageRow> Rows { get; set; } = [];

    /// <summary>What <see cref="Messages"/> and <see cref="Rows"/> are kept in; null when they are the batch's own.</summary>
    public BatchRecords? Records { get; set; }

    /// <summary>Digests of the messages that met a temporary error of the DNS, in their order: they are judged again in the last pass.</summary>
    public List<MessageDigest> Temporary { get; set; } = [];

    /// <summary>A batch of which nothing could be digested.</summary>
    public static BatchInFlight Undigested(MessageBatch batch, Exception e) => new()
    {
        Messages = [],
        Faults = [.. batch.Faults, .. batch.Messages.Select(m => ProgramFault.Of(m.Locator, StageKind.Digest, e))],
        FramedMessages = batch.Messages.Count + batch.RefusedMessages,
        FaultedMessages = batch.Messages.Count + batch.RefusedMessages,
        FramedBytes = batch.FramedBytes,
        SkippedMembers = batch.SkippedMembers,
    };

    /// <summary>Messages that were framed and counted before, to be judged again.</summary>
    public static BatchInFlight Again(List<MessageEvaluation> messages) => new()
    {
        Messages = messages,
        Faults = [],
        FramedMessages = 0,
        FaultedMessages = 0,
        FramedBytes = 0,
        SkippedMembers = 0,
    };

    /// <summary>Does a step for each message. One that meets an error of the program becomes a fault and leaves the batch.</summary>
    public void Each(StageKind stage, Action<MessageEvaluation> step)
    {
        HashSet<MessageEvaluation>? failed = null;
        foreach (MessageEvaluation message in Messages)
        {
            try
            {
                step(message);
            }
            catch (Exception e) when (ProgramFault.IsBug(e))
            {
                (failed ??= []).Add(message);
                AddFault(message.Digest.Locator, stage, e);
            }
        }
        if (failed is not null)
            Messages.RemoveAll(failed.Contains);
    }

    /// <summary>Gives up all messages: what failed concerned the batch as a whole.</summary>
    public BatchInFlight GiveUp(StageKind stage, Exception e)
    {
        foreach (MessageEvaluation message in Messages)
            AddFault(message.Digest.Locator, stage, e);
        Messages.Clear();
        Missing.Clear();
        Rows.Clear();
        Temporary.Clear();
        return this;
    }

    /// <summary>Takes messages out of the batch with all that was made of them; their faults stay.</summary>
    public void Drop(HashSet<MessageLocator> messages)
    {
        Messages.RemoveAll(m => messages.Contains(m.Digest.Locator));
        Rows.RemoveAll(r => messages.Contains(new MessageLocator(r.Archive, r.Offset)));
        Temporary.RemoveAll(d => messages.Contains(d.Locator));
    }

    /// <summary>Gives the records back, once the rows are written: nothing may refer to messages and rows of the batch any more. Counts and faults stay.</summary>
    public void Release(BatchRecordPool pool)
    {
        if (Records is not { } records)
            return;
        Records = null;
        Messages.Clear();
        Rows.Clear();
        Temporary.Clear();
        pool.Return(records);
    }

    public void AddFault(in MessageLocator message, StageKind stage, Exception e)
    {
        Faults.Add(ProgramFault.Of(message, stage, e));
        FaultedMessages++;
    }
}
