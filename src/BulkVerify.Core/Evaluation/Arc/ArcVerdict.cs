namespace BulkVerify.Evaluation.Arc;

/// <summary>The chain validation status of a message (RFC 8617 §5.2) and why. Immutable.</summary>
public sealed record ArcVerdict
{
    /// <summary>The verdict on a message without any ARC field.</summary>
    public static readonly ArcVerdict NoSets = new();

    /// <summary>none, pass or fail by the letter of RFC 8617 §5.2.</summary>
    public AuthResult Result => Reason.ToResult();

    public ArcReason Reason { get; init; }

    /// <summary>Instance of the set that gave the reason; 0 for pass and none, and for faults that belong to no set.</summary>
    public int FailedInstance { get; init; }

    /// <summary>Instance of the oldest message signature that verifies together with all newer ones, 0 when all do (RFC 8617 §5.2 step 5); null when the newest does not.</summary>
    public int? OldestPass { get; init; }

    /// <summary>The sets from the first to the newest; empty when the structure of the chain is broken.</summary>
    public IReadOnlyList<ArcSetVerdict> Sets { get; init; } = [];

    /// <summary>True when the chain is not certainly broken, but keys or answers are missing, or it is over a limit.</summary>
    public bool IsUnverifiable => Reason.IsUnverifiable();
}
