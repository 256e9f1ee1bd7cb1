using System.IO.Hashing;
using System.Text;

namespace BulkVerify.Digests;

/// <summary>Recognizes copies of a message within a run.</summary>
public static class Fingerprint
{
    /// <summary>XXH3 over Message-ID and the body without white space at its end; 0 without a Message-ID. Not for security: whoever writes mail can make two equal.</summary>
    public static ulong Of(string messageId, ReadOnlySpan<byte> body)
    {
        if (messageId.Length == 0)
            return 0;
        ulong content = XxHash3.HashToUInt64(body.TrimEnd(" \t\r\n"u8));
        Span<byte> id = stackalloc byte[Math.Min(Encoding.UTF8.GetMaxByteCount(messageId.Length), 4096)];
        int length = messageId.Length <= 1024 ? Encoding.UTF8.GetBytes(messageId, id) : 0;
        ulong hash = XxHash3.HashToUInt64(id[..length], (long)content);
        return hash == 0 ? 1 : hash;
    }
}
