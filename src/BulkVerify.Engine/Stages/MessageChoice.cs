using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace BulkVerify.Engine.Stages;

/// <summary>Which messages of the archives are judged: those of a period, and a sample of them. Safe for all threads.</summary>
internal sealed class MessageChoice(long? since, long? until, int sample)
{
    /// <summary>True for one message in <c>sample</c>, by the hash of its place: the same messages each time, whatever else is read.</summary>
    public bool IsSampled(in MessageLocator message)
    {
        if (sample == 1)
            return true;
        Span<byte> offset = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(offset, message.Offset);
        return XxHash3.HashToUInt64(offset, (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(message.Archive))) % (ulong)sample == 0;
    }

    /// <summary>True for a time of the period. A message without a time is in no period.</summary>
    public bool IsInPeriod(long? receivedAt) =>
        (since is null && until is null) || (receivedAt is { } time && (since is null || time >= since) && (until is null || time < until));
}
