namespace BulkVerify.Summaries;

/// <summary>How far the mail of a stream meets a requirement.</summary>
public enum RequirementState : byte
{
    /// <summary>No message can tell.</summary>
    CannotTell,
    NotMet,
    Partly,
    Met,
    /// <summary>The requirement is not one of this mode.</summary>
    NotAsked,
}
