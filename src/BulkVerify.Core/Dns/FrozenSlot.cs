namespace BulkVerify.Dns;

/// <summary>A frozen answer in memory. Read without a lock.</summary>
internal sealed class FrozenSlot(DnsQuestion question, DnsAnswer answer)
{
    private bool _wasRead;

    public DnsQuestion Question => question;

    public DnsAnswer Answer => answer;

    /// <summary>When the answer was received; only of a book without a log.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>How many CNAMEs of the answer's chain are written as records; only of a book without a log.</summary>
    public int Linked { get; init; }

    /// <summary>A CNAME that was met on the way to another answer, not asked for; only of a book without a log.</summary>
    public bool IsImpliedLink { get; init; }

    /// <summary>Octets that question and answer keep in memory, estimated for 64-bit objects.</summary>
    public long Cost
    {
        get
        {
            long cost = 250 + MemoryCost.Of(question.Name) + MemoryCost.Of(answer.Aliases);
            foreach (DnsRecord record in answer.Records)
                cost += 100 + record.Text.Length + (record.Address is null ? 0 : 70) + MemoryCost.Of(record.Target);
            return cost;
        }
    }

    /// <summary>The answer, which counts as read.</summary>
    public DnsAnswer Read()
    {
        // Plain writes to a shared line cost readers on other cores: only when it changes something.
        if (!_wasRead)
            _wasRead = true;
        return answer;
    }

    /// <summary>True when the answer was read since the last call.</summary>
    public bool WasReadLately()
    {
        bool was = _wasRead;
        _wasRead = false;
        return was;
    }
}
