using System.IO.Hashing;
using System.Text;

namespace BulkVerify.Digests;

/// <summary>Recognizes copies of a message within a run.</summary>
public static class Fingerprint
{
    /// <summary>XXH3 over Message-ID and body; 0 without a Message-ID. Not for security: whoever writes mail can make two equal.</summary>
    /// <param name="body"><see cref="SignatureDigests.BodyFingerprint"/>.</param>
    public static ulong Of(string messageId, ulong body)
    {
        if (messageId.Length == 0)
            return 0;
        Span<byte> id = stackalloc byte[Math.Min(Encoding.UTF8.GetMaxByteCount(messageId.Length), 4096)];
        int length = messageId.Length <= 1024 ? Encoding.UTF8.GetBytes(messageId, id) : 0;
        ulong hash = XxHash3.HashToUInt64(id[..length], (long)body);
        return hash == 0 ? 1 : hash;
    }
}
