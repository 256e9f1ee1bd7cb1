using BulkVerify.Batches;

namespace BulkVerify.Archives;

/// <summary>Gathers the messages and faults of one slab. Not thread-safe.</summary>
internal sealed class BatchBuilder(MboxVariant variant, ReadOptions options)
{
    private List<MessageExtent> _messages = [];
    private List<Fault> _faults = [];

    public int Count => _messages.Count;

    public bool HasFaults => _faults.Count > 0;

    public bool IsFull => _messages.Count >= options.BatchMessages;

    public void Add(in MessageExtent message) => _messages.Add(message);

    public void Add(Fault fault, long framedBytes = 0)
    {
        _faults.Add(fault);
        RefusedBytes += framedBytes;
    }

    /// <summary>Framed bytes of refused messages.</summary>
    public long RefusedBytes { get; private set; }

    public MessageBatch Take(Slab? slab)
    {
        var batch = new MessageBatch(slab, _messages, _faults, variant, RefusedBytes);
        _messages = [];
        _faults = [];
        RefusedBytes = 0;
        return batch;
    }
}
