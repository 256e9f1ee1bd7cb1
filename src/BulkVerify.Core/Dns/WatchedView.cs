namespace BulkVerify.Dns;

/// <summary>Another view, with a note of what came through it. One per worker; not thread-safe.</summary>
public sealed class WatchedView(IDnsView view) : IDnsView
{
    /// <summary>A temporary error came through since this was last set to false.</summary>
    public bool SawTemporaryError { get; set; }

    /// <summary>Answers given since <see cref="TakeAnswered"/>.</summary>
    private long _answered;

    public DnsAnswer? Find(in DnsQuestion question)
    {
        DnsAnswer? answer = view.Find(question);
        if (answer is null)
            return null;
        _answered++;
        SawTemporaryError |= answer.IsTemporaryError;
        return answer;
    }

    /// <summary>How many answers were given since the last call.</summary>
    public long TakeAnswered()
    {
        long answered = _answered;
        _answered = 0;
        return answered;
    }
}
