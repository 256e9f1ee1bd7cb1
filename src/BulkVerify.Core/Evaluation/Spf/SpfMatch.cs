namespace BulkVerify.Evaluation.Spf;

/// <summary>What evaluating one term came to.</summary>
internal enum SpfMatch : byte
{
    No,
    Yes,
    /// <summary>An answer is missing and noted: the check starts again when it is there.</summary>
    Incomplete,
    /// <summary>The check ends here; <see cref="SpfLookups.Stopped"/> says how.</summary>
    Stop,
}
