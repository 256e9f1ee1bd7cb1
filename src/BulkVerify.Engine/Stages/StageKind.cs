namespace BulkVerify.Engine.Stages;

/// <summary>The stages of the pipeline that touch messages, in order.</summary>
internal enum StageKind : byte
{
    Read,
    Digest,
    Prepare,
    Verify,
    Judge,
    Tally,

    /// <summary>After all splits: the rows of what the archives altered are written again.</summary>
    Repair,
}
