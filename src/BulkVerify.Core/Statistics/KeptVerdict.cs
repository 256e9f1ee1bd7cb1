using System.Text;

namespace BulkVerify.Statistics;

/// <summary>How one message counted and why, as its row says, beside its kept digest. The reader's own, and valid until it reads on.</summary>
public sealed class KeptVerdict
{
    private ReadOnlyMemory<byte> _messageId;

    /// <summary>What of its row decides: From domain, sender, results and reasons. The same object for messages that count alike; place and texts are none of theirs.</summary>
    public MessageRow Row { get; internal set; } = new();

    /// <summary><see cref="Example.Rank"/> of the message.</summary>
    public ulong Rank { get; internal set; }

    public string MessageId => Encoding.UTF8.GetString(_messageId.Span);

    internal void SetMessageId(ReadOnlyMemory<byte> octets) => _messageId = octets;
}
