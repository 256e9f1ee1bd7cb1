namespace BulkVerify.Evaluation.Dkim;

/// <summary>A verdict for which at most the public-key operations are missing.</summary>
public readonly struct PendingDkimVerdict
{
    private PendingDkimVerdict(DkimVerdict verdict, DkimVerdictFlags flags, int firstCheck, in KeyCounts checks, bool bodyHashMatches)
    {
        Verdict = verdict;
        Flags = flags;
        FirstCheck = firstCheck;
        Checks = checks;
        BodyHashMatches = bodyHashMatches;
    }

    /// <summary>True when the verdict needs no operation.</summary>
    public bool IsDecided => Checks.Total == 0;

    /// <summary>The verdict when decided; otherwise the source of the keys of the DNS, and what it is when only recovered keys are there and none verifies.</summary>
    internal DkimVerdict Verdict { get; }

    /// <summary>Flags that do not depend on the key.</summary>
    internal DkimVerdictFlags Flags { get; }

    internal int FirstCheck { get; }

    internal KeyCounts Checks { get; }

    internal bool BodyHashMatches { get; }

    internal static PendingDkimVerdict Decided(DkimVerdict verdict) => new(verdict, verdict.Flags, 0, default, false);

    internal static PendingDkimVerdict Waiting(DkimVerdict verdict, DkimVerdictFlags flags, int firstCheck, in KeyCounts checks, bool bodyHashMatches) =>
        new(verdict, flags, firstCheck, checks, bodyHashMatches);
}
