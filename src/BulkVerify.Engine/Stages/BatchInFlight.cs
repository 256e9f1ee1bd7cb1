using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>A batch between digest and commit: no mail, only digests and what is known of their verdicts. Owned by one stage at a time.</summary>
internal sealed class BatchInFlight
{
    /// <summary>Messages with a digest, in archive order.</summary>
    public required IReadOnlyList<MessageEvaluation> Messages { get; init; }

    /// <summary>Faults of reading and digesting.</summary>
    public required List<Fault> Faults { get; init; }

    /// <summary>Messages that framing found: those with a digest and those that became a fault.</summary>
    public required long FramedMessages { get; init; }

    public required long FramedBytes { get; init; }

    /// <summary>Members of containers that are not mail.</summary>
    public required long SkippedMembers { get; init; }

    /// <summary>Questions without which the batch cannot go on; empty when the last step was complete.</summary>
    public DnsQuestionSet Missing { get; } = new();

    /// <summary>Rounds of asking so far.</summary>
    public int Rounds { get; set; }

    /// <summary>Made by the last step.</summary>
    public IReadOnlyList<MessageRow> Rows { get; set; } = [];
}
