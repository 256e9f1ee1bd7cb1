using System.Runtime.ExceptionServices;

namespace BulkVerify.Archives;

/// <summary>Octets of a compressed source for a decoder that takes them one at a time, looks ahead, and puts back what it took too much. A failure of the source looks like its end until
/// <see cref="ThrowFailure"/>, so that a decoder first hands out what it has. Does not own the stream.</summary>
/// <param name="limit">Octets after which the source ends.</param>
internal sealed class OctetSource(Stream stream, long limit = long.MaxValue)
{
    /// <summary>Octets that can always be put back.</summary>
    public const int Headroom = 4 << 10;

    private const int ReadSize = 64 << 10;

    private readonly byte[] _buffer = new byte[Headroom + (int)Math.Min(ReadSize, limit)];
    private int _next = Headroom;
    private int _end = Headroom;
    private long _left = limit;
    private long _read;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Octets that are at hand without reading.</summary>
    public ReadOnlySpan<byte> AtHand => _buffer.AsSpan(_next, _end - _next);

    /// <summary>Octets taken so far.</summary>
    public long Taken => _read - (_end - _next);

    /// <summary>True when no octet is left.</summary>
    public bool IsAtEnd => _next == _end && !Fill();

    /// <summary>The next octet; -1 at the end.</summary>
    public int ReadOctet() => _next < _end || Fill() ? _buffer[_next++] : -1;

    /// <summary>Takes octets that are at hand.</summary>
    public void Skip(int octets) => _next += octets;

    /// <summary>Puts back the last octets taken, up to <see cref="Headroom"/>.</summary>
    public void PutBack(int octets) => _next -= octets;

    /// <summary>Looks at the next octets, fewer at the end.</summary>
    public ReadOnlySpan<byte> Peek(int octets)
    {
        while (_end - _next < octets && Fill())
        {
        }
        return AtHand[..Math.Min(octets, _end - _next)];
    }

    /// <summary>Takes the zeros that come next, with which tapes and block devices fill up; true when nothing is behind them. Throws what ended the source, if anything did.</summary>
    public bool EndsInZeros()
    {
        int octet;
        do
            octet = ReadOctet();
        while (octet == 0);
        if (octet > 0)
        {
            PutBack(1);
            return false;
        }
        ThrowFailure();
        return true;
    }

    /// <summary>Some of the next octets; 0 at the end.</summary>
    public int Read(Span<byte> to)
    {
        if (to.IsEmpty || IsAtEnd)
            return 0;
        int length = Math.Min(to.Length, _end - _next);
        _buffer.AsSpan(_next, length).CopyTo(to);
        _next += length;
        return length;
    }

    /// <summary>Fills the span with the next octets.</summary>
    /// <exception cref="EndOfStreamException">There are fewer, and the source did not fail; with what <paramref name="early"/> says of that.</exception>
    public void ReadExactly(Span<byte> to, string early)
    {
        while (!to.IsEmpty)
        {
            int read = Read(to);
            if (read == 0)
            {
                ThrowFailure();
                throw new EndOfStreamException(early);
            }
            to = to[read..];
        }
    }

    /// <summary>Throws what ended the source; nothing when it ended as it should.</summary>
    public void ThrowFailure() => _failure?.Throw();

    /// <summary>Reads more behind what is at hand; false at the end.</summary>
    private bool Fill()
    {
        if (_left == 0 || _failure is not null)
            return false;
        // What was taken last stays in front, to be put back.
        int kept = Math.Max(0, _next - Headroom);
        _buffer.AsSpan(kept, _end - kept).CopyTo(_buffer);
        (_next, _end) = (_next - kept, _end - kept);
        try
        {
            int read = stream.Read(_buffer.AsSpan(_end, (int)Math.Min(_left, _buffer.Length - _end)));
            _end += read;
            _read += read;
            _left = read == 0 ? 0 : _left - read;
            return read > 0;
        }
        catch (Exception e) when (DamagedSource.Describe(e) is not null)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return false;
        }
    }
}
