using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Gathers the messages and faults of one slab. Not thread-safe.</summary>
internal sealed class BatchBuilder(MboxVariant variant, ReadOptions options)
{
    private List<MessageExtent> _messages = [];
    private List<Fault> _faults = [];
    private long _refusedBytes;
    private long _refusedMessages;
    private long _skippedMembers;

    /// <summary>See <see cref="MessageBatch.Split"/>.</summary>
    public int Split { get; set; }

    public int Count => _messages.Count;

    public bool HasFaults => _faults.Count > 0;

    /// <summary>True when there is anything to hand out.</summary>
    public bool HasAny => Count > 0 || HasFaults || _skippedMembers > 0;

    public bool IsFull => _messages.Count >= options.BatchMessages;

    public void Add(in MessageExtent message) => _messages.Add(message);

    public void Add(Fault fault) => _faults.Add(fault);

    /// <summary>Counts a member that is not mail.</summary>
    public void Skip() => _skippedMembers++;

    /// <summary>Adds a message that framing found and that is refused.</summary>
    public void Refuse(Fault fault, long framedBytes)
    {
        _faults.Add(fault);
        _refusedBytes += framedBytes;
        _refusedMessages++;
    }

    public MessageBatch Take(Slab? slab)
    {
        var batch = new MessageBatch(slab, _messages, _faults, variant, _refusedBytes, _refusedMessages, _skippedMembers, Split);
        // The next slab holds about as many.
        _messages = new List<MessageExtent>(_messages.Count);
        _faults = [];
        _refusedBytes = _refusedMessages = _skippedMembers = 0;
        return batch;
    }
}
