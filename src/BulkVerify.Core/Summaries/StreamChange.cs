namespace BulkVerify.Summaries;

/// <summary>A time from which on a mechanism of a stream passes where it did not, or does not where it did.</summary>
/// <param name="Mechanism">dkim, spf, key when the key is not in the DNS and DKIM cannot be judged for it, or from when another From domain took over.</param>
/// <param name="IsBreak">True when it broke, false when it was mended.</param>
/// <param name="At">Receipt of the first message after the change, seconds of the Unix epoch.</param>
/// <param name="Cause">What changed at the same time, in words; that nothing did where nothing is seen.</param>
/// <param name="PassBefore">Of <paramref name="Before"/> messages between the change before and this one.</param>
/// <param name="PassAfter">Of <paramref name="After"/> messages until the next change.</param>
public sealed record StreamChange(string Sender, string AuthorDomain, string Mechanism, bool IsBreak, long At, string Cause, long PassBefore, long Before, long PassAfter, long After)
{
    /// <summary>Messages that do not pass after a break.</summary>
    public long Lost => IsBreak ? After - PassAfter : 0;

    /// <summary>Day of the change, UTC.</summary>
    public string Day => CsvText.Time(At).Split('T')[0];
}
