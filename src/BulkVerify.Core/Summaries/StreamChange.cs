namespace BulkVerify.Summaries;

/// <summary>A time from which on a mechanism of a stream passes where it did not, or does not where it did, or its mail takes another way.</summary>
/// <param name="Mechanism">dkim, spf, key when the key is not in the DNS and DKIM cannot be judged for it, from when another From domain took over, sender when another sender
/// did, or route for the way that mail takes.</param>
/// <param name="At">Receipt of the first message after the change, seconds of the Unix epoch.</param>
/// <param name="Cause">What changed at the same time, in words; that nothing did where nothing is seen.</param>
/// <param name="PassBefore">Of <paramref name="Before"/> messages between the change before and this one; of a route those that came straight.</param>
/// <param name="Before">0 for a sender that follows nobody.</param>
/// <param name="PassAfter">Of <paramref name="After"/> messages until the next change.</param>
public sealed record StreamChange(string Sender, string AuthorDomain, string Mechanism, ChangeKind Kind, long At, string Cause, long PassBefore, long Before, long PassAfter, long After)
{
    /// <summary>True when messages do not pass since then that did before, or that nobody sent before.</summary>
    public bool IsBreak => Kind is ChangeKind.Broke or ChangeKind.Began;

    /// <summary>Messages that do not pass after a break.</summary>
    public long Lost => IsBreak ? After - PassAfter : 0;

    /// <summary>Day of the change, UTC.</summary>
    public string Day => CsvText.Day(At);
}
