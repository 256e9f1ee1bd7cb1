namespace BulkVerify.Engine;

/// <summary>What became of the messages that met a temporary error of the DNS.</summary>
/// <param name="Messages">Judged again.</param>
/// <param name="StillTemporary">Those of them that met one again: the error is their verdict.</param>
/// <param name="IsPostponed">No server replied, so they were not judged again: their digests are kept, and a resume judges them.</param>
public sealed record LastPassOutcome(long Messages, long StillTemporary, bool IsPostponed)
{
    public static readonly LastPassOutcome None = new(0, 0, false);
}
