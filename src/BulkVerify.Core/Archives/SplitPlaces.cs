namespace BulkVerify.Archives;

/// <summary>
/// Which split of a compressed stream an expanded byte belongs to. A split is a range of stored bytes; it begins with the first block of expanded bytes that the decoder began when it had taken
/// the stored bytes before the range. That depends on the data alone, whoever reads and however often. Written where the stream is expanded, read behind that: what is asked for was reached.
/// </summary>
/// <param name="starts">First stored byte of each split, from 0 on, ascending.</param>
internal sealed class SplitPlaces(IReadOnlyList<long> starts)
{
    /// <summary>Expanded bytes of a block.</summary>
    public const int Block = 64 << 10;

    private readonly long[] _begins = new long[starts.Count];
    private int _last;

    /// <summary>Tells, before a block is expanded, how many stored bytes were taken.</summary>
    public void Reach(long expanded, long stored)
    {
        int last = _last;
        while (last + 1 < starts.Count && stored >= starts[last + 1])
            _begins[++last] = expanded;
        Volatile.Write(ref _last, last);
    }

    /// <summary>Number of the split, from 0.</summary>
    public int SplitOf(long expanded)
    {
        int split = Volatile.Read(ref _last);
        while (_begins[split] > expanded)
            split--;
        return split;
    }
}
