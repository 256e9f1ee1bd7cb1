namespace BulkVerify.Engine.Runs;

/// <summary>How far a run came.</summary>
public enum RunState : byte
{
    /// <summary>Planned; splits are missing: being worked on, interrupted or crashed. Can be resumed.</summary>
    Unfinished,
    /// <summary>Every split is committed and the summary written.</summary>
    Finished,
}
