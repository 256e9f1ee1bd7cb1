using System.IO.Hashing;
using System.Security.Cryptography;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Hashes a body in every way that was asked for: each canonical form is made at most once, none is copied that is canonical as stored, and where the two forms are
/// the same they share their hashes. A form that fits the buffer is hashed in one call, a larger one in chunks, so that memory does not grow with it.
/// One per worker: not thread-safe.
/// </summary>
internal sealed class BodyHasher
{
    /// <summary>Octets of body transformed at a time; their canonical form may be twice as long.</summary>
    internal const int ChunkSize = 1 << 19;

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 << 10);

    /// <summary>Completes the requests.</summary>
    public void Hash(ReadOnlySpan<byte> body, List<BodyHashRequest> requests)
    {
        bool done = HasAny(requests, Canonicalization.Relaxed) && Hash(body, Canonicalization.Relaxed, requests);
        if (!done && HasAny(requests, Canonicalization.Simple))
            Hash(body, Canonicalization.Simple, requests);
    }

    /// <summary>Completes the requests of one form; true when the other form is the same and its requests are complete too.</summary>
    private bool Hash(ReadOnlySpan<byte> body, Canonicalization way, List<BodyHashRequest> requests)
    {
        ReadOnlySpan<byte> lines = BodyCanonicalizer.WithoutEmptyEnd(body, way);
        if (lines.IsEmpty)
        {
            // RFC 6376 §3.4.3: an empty body is one CRLF; §3.4.4: in relaxed it is nothing.
            Complete(requests, way, way == Canonicalization.Simple ? "\r\n"u8 : default, sharesRelaxed: false);
            return false;
        }
        int prefix = BodyCanonicalizer.CanonicalPrefix(lines, way);
        bool isCanonical = prefix == lines.Length && !BodyCanonicalizer.EndsOpen(lines);
        if (!isCanonical && lines.Length > ChunkSize)
        {
            HashInChunks(lines, way, requests);
            return false;
        }
        bool dropsWhiteSpace = false;
        ReadOnlySpan<byte> canonical = isCanonical ? lines : Transform(lines, prefix, way, ref dropsWhiteSpace);
        Complete(requests, way, canonical, sharesRelaxed: false);
        bool isSimpleToo = way == Canonicalization.Relaxed && !dropsWhiteSpace
            && BodyCanonicalizer.WithoutEmptyEnd(body, Canonicalization.Simple).Length == lines.Length;
        if (isSimpleToo)
            Complete(requests, Canonicalization.Simple, canonical, sharesRelaxed: true);
        return isSimpleToo;
    }

    private ReadOnlySpan<byte> Transform(ReadOnlySpan<byte> lines, int prefix, Canonicalization way, ref bool dropsWhiteSpace)
    {
        MakeRoom(prefix + BodyCanonicalizer.RoomFor(lines.Length - prefix));
        lines[..prefix].CopyTo(_buffer);
        int position = prefix;
        int length = prefix + BodyCanonicalizer.Transform(lines, ref position, lines.Length, way, _buffer.AsSpan(prefix), ref dropsWhiteSpace);
        return _buffer.AsSpan(0, length + CloseLine(lines, length));
    }

    private void HashInChunks(ReadOnlySpan<byte> lines, Canonicalization way, List<BodyHashRequest> requests)
    {
        MakeRoom(BodyCanonicalizer.RoomFor(ChunkSize));
        var running = new RunningHash?[requests.Count];
        for (int i = 0; i < running.Length; i++)
            running[i] = requests[i].Canonicalization == way ? new RunningHash(requests[i].Algorithm) : null;
        long total = 0;
        bool dropsWhiteSpace = false;
        for (int position = 0; position < lines.Length;)
        {
            int length = BodyCanonicalizer.Transform(lines, ref position, Math.Min(lines.Length, position + ChunkSize), way, _buffer, ref dropsWhiteSpace);
            if (position == lines.Length)
                length += CloseLine(lines, length);
            for (int i = 0; i < running.Length; i++)
            {
                long left = (requests[i].Length ?? long.MaxValue) - total;
                if (left > 0)
                    running[i]?.Append(_buffer.AsSpan(0, (int)Math.Min(left, length)));
            }
            total += length;
        }
        for (int i = 0; i < running.Length; i++)
        {
            if (running[i] is { } hash)
                requests[i].Complete(hash.End(), total);
        }
    }

    /// <summary>Writes the CRLF that the last line lacks; returns its length.</summary>
    private int CloseLine(ReadOnlySpan<byte> lines, int length)
    {
        if (!BodyCanonicalizer.EndsOpen(lines))
            return 0;
        "\r\n"u8.CopyTo(_buffer.AsSpan(length));
        return 2;
    }

    private void MakeRoom(int length)
    {
        if (_buffer.Length < length)
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, _buffer.Length * 2));
    }

    /// <param name="sharesRelaxed">True when the relaxed form is the same: its hashes are taken where there are any.</param>
    private static void Complete(List<BodyHashRequest> requests, Canonicalization way, ReadOnlySpan<byte> canonical, bool sharesRelaxed)
    {
        Span<byte> hash = stackalloc byte[SignatureDigest.MaxHashLength];
        foreach (BodyHashRequest request in requests)
        {
            if (request.Canonicalization != way)
                continue;
            if (sharesRelaxed && Find(requests, Canonicalization.Relaxed, request.Algorithm, request.Length) is { } known)
            {
                request.Complete(known.Hash, canonical.Length);
                continue;
            }
            int length = HashOnce(canonical[..(int)Math.Min(request.Length ?? long.MaxValue, canonical.Length)], request.Algorithm, hash);
            request.Complete(hash[..length], canonical.Length);
        }
    }

    private static int HashOnce(ReadOnlySpan<byte> signed, BodyHashAlgorithm algorithm, Span<byte> hash)
    {
#pragma warning disable CA5350 // SHA-1 is what rsa-sha1 signatures of old mail use; RFC 8301 never lets them pass.
        return algorithm switch
        {
            BodyHashAlgorithm.Sha256 => SHA256.HashData(signed, hash),
            BodyHashAlgorithm.Sha1 => SHA1.HashData(signed, hash),
            _ => XxHash3.Hash(signed, hash),
        };
#pragma warning restore CA5350
    }

    private static bool HasAny(List<BodyHashRequest> requests, Canonicalization way)
    {
        foreach (BodyHashRequest request in requests)
        {
            if (request.Canonicalization == way)
                return true;
        }
        return false;
    }

    /// <summary>The request for this way of hashing, or null.</summary>
    public static BodyHashRequest? Find(List<BodyHashRequest> requests, Canonicalization way, BodyHashAlgorithm algorithm, long? length)
    {
        foreach (BodyHashRequest request in requests)
        {
            if (request.Canonicalization == way && request.Algorithm == algorithm && request.Length == length)
                return request;
        }
        return null;
    }
}
