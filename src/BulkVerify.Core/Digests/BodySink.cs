using System.Security.Cryptography;

namespace BulkVerify.Digests;

/// <summary>
/// Takes a canonical body and gives its hashes: whole, and cut to each l= asked for, in one pass. A body that fits the buffer is hashed in one call,
/// a larger one in chunks of the buffer's size, so that memory does not grow with it. Not thread-safe.
/// </summary>
internal sealed class BodySink
{
    private const int ChunkSize = 1 << 20;

    private readonly ScratchBuffer _buffer = new();
    private readonly List<BodyHashRequest> _requests = [];
    private readonly List<IncrementalHash> _running = [];
    private long _flushed;

    /// <summary>Canonical octets that were not hashed yet: all of a body that fits one chunk.</summary>
    internal ReadOnlySpan<byte> Buffered => _buffer.Written;

    /// <summary>Begins a body for these requests, which share a canonicalization.</summary>
    public void Begin(IEnumerable<BodyHashRequest> requests)
    {
        _buffer.Clear();
        _requests.Clear();
        _requests.AddRange(requests);
        _flushed = 0;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_buffer.Length + bytes.Length > ChunkSize)
        {
            int part = ChunkSize - _buffer.Length;
            _buffer.Append(bytes[..part]);
            bytes = bytes[part..];
            Flush();
        }
        _buffer.Append(bytes);
    }

    /// <summary>Appends a line and its CRLF.</summary>
    public void AppendLine(ReadOnlySpan<byte> line)
    {
        if (_buffer.Length + line.Length + 2 > ChunkSize)
        {
            Append(line);
            Append("\r\n"u8);
            return;
        }
        Span<byte> room = _buffer.Room(line.Length + 2);
        line.CopyTo(room);
        room[line.Length] = (byte)'\r';
        room[line.Length + 1] = (byte)'\n';
        _buffer.Advance(line.Length + 2);
    }

    /// <summary>Ends the body and completes every request.</summary>
    public void End()
    {
        long total = _flushed + _buffer.Length;
        if (_flushed > 0)
            Flush();
        for (int i = 0; i < _requests.Count; i++)
        {
            BodyHashRequest request = _requests[i];
            byte[] hash = _flushed > 0 ? _running[i].GetHashAndReset() : HashOnce(request);
            request.Complete(hash, total);
        }
        foreach (IncrementalHash hash in _running)
            hash.Dispose();
        _running.Clear();
    }

    private byte[] HashOnce(BodyHashRequest request)
    {
        ReadOnlySpan<byte> signed = _buffer.Written[..(int)Math.Min(request.Length ?? long.MaxValue, _buffer.Length)];
#pragma warning disable CA5350 // SHA-1 is what rsa-sha1 signatures of old mail use; RFC 8301 never lets them pass.
        return request.IsSha1 ? SHA1.HashData(signed) : SHA256.HashData(signed);
#pragma warning restore CA5350
    }

    private void Flush()
    {
        if (_running.Count == 0)
        {
            foreach (BodyHashRequest request in _requests)
                _running.Add(IncrementalHash.CreateHash(request.IsSha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256));
        }
        for (int i = 0; i < _requests.Count; i++)
        {
            long left = (_requests[i].Length ?? long.MaxValue) - _flushed;
            if (left > 0)
                _running[i].AppendData(_buffer.Written[..(int)Math.Min(left, _buffer.Length)]);
        }
        _flushed += _buffer.Length;
        _buffer.Clear();
    }
}
