namespace BulkVerify.Dns;

/// <summary>Where one frozen answer is. Read without a lock; changed under the lock of its book.</summary>
internal sealed class FrozenSlot(DateTimeOffset asked, int linked, bool isImpliedLink, LogExtent extent)
{
    private DnsAnswer? _answer;
    private bool _wasRead;

    public DateTimeOffset Asked { get; } = asked;

    /// <summary>How many CNAMEs of the answer's chain are in the file as records.</summary>
    public int Linked { get; } = linked;

    /// <summary>A CNAME that was met on the way to another answer, not asked for.</summary>
    public bool IsImpliedLink { get; } = isImpliedLink;

    /// <summary>The block that holds it; empty without a log.</summary>
    public LogExtent Extent { get; } = extent;

    /// <summary>The answer, or null when it was dropped from memory.</summary>
    public DnsAnswer? Read()
    {
        // Plain writes to a shared line cost readers on other cores: only when it changes something.
        if (!_wasRead)
            _wasRead = true;
        return Volatile.Read(ref _answer);
    }

    public void Set(DnsAnswer answer) => Volatile.Write(ref _answer, answer);

    /// <summary>Drops the answer unless it was read since the last call; returns its cost, or 0 when it stays.</summary>
    public long TryDrop()
    {
        if (_wasRead)
        {
            _wasRead = false;
            return 0;
        }
        long cost = CostOf(_answer!);
        Volatile.Write(ref _answer, null);
        return cost;
    }

    /// <summary>Bytes that an answer keeps in memory, estimated for 64-bit objects; 0 for the shared ones without records.</summary>
    public static long CostOf(DnsAnswer answer)
    {
        if (answer.Records.Count == 0 && answer.Aliases.Count == 0)
            return 0;
        long cost = 120 + 150L * answer.Aliases.Count;
        foreach (DnsRecord record in answer.Records)
            cost += 100 + record.Text.Length + (record.Address is null ? 0 : 70) + 2 * (record.Target?.Value.Length ?? 0);
        return cost;
    }
}
