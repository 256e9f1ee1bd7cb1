namespace BulkVerify.Evaluation.Dkim;

/// <summary>A verdict for which at most the public-key operations are missing.</summary>
public readonly struct PendingDkimVerdict
{
    private PendingDkimVerdict(DkimVerdict verdict, int firstCheck, int checkCount, bool bodyHashMatches)
    {
        Verdict = verdict;
        FirstCheck = firstCheck;
        CheckCount = checkCount;
        BodyHashMatches = bodyHashMatches;
    }

    /// <summary>True when the verdict needs no operation.</summary>
    public bool IsDecided => CheckCount == 0;

    /// <summary>The verdict when decided; otherwise its flags and key source.</summary>
    internal DkimVerdict Verdict { get; }

    internal int FirstCheck { get; }

    internal int CheckCount { get; }

    internal bool BodyHashMatches { get; }

    internal static PendingDkimVerdict Decided(DkimVerdict verdict) => new(verdict, 0, 0, false);

    internal static PendingDkimVerdict Waiting(DkimVerdict verdict, int firstCheck, int checkCount, bool bodyHashMatches) =>
        new(verdict, firstCheck, checkCount, bodyHashMatches);
}
