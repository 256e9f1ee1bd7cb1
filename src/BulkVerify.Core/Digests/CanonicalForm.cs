using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Canonical forms as octets, for comparison with other implementations. Off the hot path; safe for all threads.</summary>
internal static class CanonicalForm
{
    /// <summary>All header fields in order, each with its CRLF (RFC 6376 §3.4.1, §3.4.2).</summary>
    public static byte[] Headers(ReadOnlySpan<byte> message, Canonicalization way)
    {
        var table = new HeaderTable();
        HeaderScanner.Scan(message, table);
        var canonical = new ScratchBuffer();
        foreach (HeaderField field in table.Fields)
        {
            HeaderCanonicalizer.Append(canonical, message, field, way);
            canonical.Append("\r\n"u8);
        }
        return canonical.Written.ToArray();
    }

    /// <summary>The body (RFC 6376 §3.4.3, §3.4.4).</summary>
    public static byte[] Body(ReadOnlySpan<byte> message, Canonicalization way)
    {
        var table = new HeaderTable();
        HeaderScanner.Scan(message, table);
        return BodyCanonicalizer.ToArray(message[table.BodyStart..], way);
    }

    /// <summary>Hash of the canonical body, cut to <paramref name="length"/> octets when given: what bh= holds. SHA-256, or SHA-1 for rsa-sha1.</summary>
    public static byte[] BodyHash(ReadOnlySpan<byte> message, Canonicalization way, long? length = null, bool isSha1 = false)
    {
        var table = new HeaderTable();
        HeaderScanner.Scan(message, table);
        var request = new BodyHashRequest();
        request.Set(way, isSha1 ? BodyHashAlgorithm.Sha1 : BodyHashAlgorithm.Sha256, length);
        new BodyHasher().Hash(message[table.BodyStart..], [request]);
        return request.Hash.ToArray();
    }
}
