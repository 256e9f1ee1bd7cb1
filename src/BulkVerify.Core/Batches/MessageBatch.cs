using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Messages that lie in one slab, and the faults met on the way to them. Whoever holds the batch owns the slab; disposing gives it back.</summary>
public sealed class MessageBatch(
    Slab? slab, IReadOnlyList<MessageExtent> messages, IReadOnlyList<Fault> faults, MboxVariant variant, long refusedBytes = 0, long refusedMessages = 0, long skippedMembers = 0, int split = 0) : IDisposable
{
    public IReadOnlyList<MessageExtent> Messages { get; } = messages;

    /// <summary>Faults of this stretch of the archive; each concerns bytes that no message of the run holds, or the archive as a whole.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;

    public MboxVariant Variant { get; } = variant;

    /// <summary>Messages that framing found and that became a fault.</summary>
    public long RefusedMessages { get; } = refusedMessages;

    /// <summary>Members of containers that are not mail and were passed over.</summary>
    public long SkippedMembers { get; } = skippedMembers;

    /// <summary>Number of the split among those of one compressed stream, which one decoder reads; 0 for any other.</summary>
    internal int Split { get; } = split;

    /// <summary>Bytes of the archive behind the messages, refused ones included.</summary>
    public long FramedBytes { get; } = refusedBytes + messages.Sum(m => m.FramedBytes);

    public ReadOnlySpan<byte> BytesOf(in MessageExtent message) => slab!.Buffer.AsSpan(message.Start, message.Length);

    /// <summary>The separator line without its line end; empty where there is none.</summary>
    public ReadOnlySpan<byte> SeparatorOf(in MessageExtent message) =>
        slab!.Buffer.AsSpan(message.SeparatorStart, message.Start - message.SeparatorStart).TrimEnd("\r\n"u8);

    public void Dispose() => slab?.Dispose();
}
