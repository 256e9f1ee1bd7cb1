using System.IO.Compression;

namespace BulkVerify.Archives;

/// <summary>
/// The expanded bytes of one DEFLATE stream (RFC 1951), by the platform's decoder, which neither says that a stream was cut short nor where it ended. It is asked for little at a time, for where it
/// meets damage it forgets what it just made. Does not own the source.
/// </summary>
internal sealed class InflatedStream : ForwardStream
{
    /// <summary>Expanded bytes asked of the decoder at a time: those before damage that are lost.</summary>
    public const int ExpandedPiece = 1 << 10;

    /// <summary>Octets behind a place that may be its end that are looked at.</summary>
    public const int Beyond = 16;

    private readonly Pieces _pieces;
    private readonly DeflateStream _decoder;
    private readonly byte[] _made = new byte[ExpandedPiece];
    private int _given, _count;

    /// <summary>True where the octets, of which the first are what follows the stream, are those behind its end.</summary>
    public delegate bool EndCheck(ReadOnlySpan<byte> from);

    public InflatedStream(OctetSource source)
    {
        _pieces = new Pieces(source);
        _decoder = new DeflateStream(_pieces, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is damaged or was cut short here.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_given == _count && !buffer.IsEmpty)
            (_given, _count) = (0, Decode());
        int length = Math.Min(buffer.Length, _count - _given);
        _made.AsSpan(_given, length).CopyTo(buffer);
        _given += length;
        return length;
    }

    /// <summary>
    /// After the last byte: puts the source where the stream ended, which is where what is known to follow it stands, and was read by the decoder. False when that is not there; the source
    /// is then behind what the decoder read.
    /// </summary>
    /// <param name="follows">What follows the stream, at least four octets that tell.</param>
    /// <param name="isEnd">Told the octets from there on, up to <see cref="Beyond"/> more than they: false where they only look like it, for the stream may hold them too. Where none is the
    /// end the first one is.</param>
    /// <param name="before">What may stand between the two.</param>
    public bool TryFindEnd(ReadOnlySpan<byte> follows, EndCheck isEnd, ReadOnlySpan<byte> before = default)
    {
        OctetSource source = _pieces.Source;
        source.PutBack(_pieces.Last);
        ReadOnlySpan<byte> next = source.Peek(_pieces.Last + before.Length + follows.Length + Beyond);
        ReadOnlySpan<byte> within = next[..Math.Min(next.Length, _pieces.Last + before.Length + follows.Length)];
        int first = within.IndexOf(follows), place = first;
        while (place >= 0 && !isEnd(next[place..]))
            place = within[(place + 1)..].IndexOf(follows) is >= 0 and var further ? place + 1 + further : -1;
        if (place < 0)
            place = first;
        bool isFound = place >= 0;
        if (!isFound)
            place = _pieces.Last;
        else if (next[..place].EndsWith(before))
            place -= before.Length;
        source.Skip(place);
        return isFound;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _decoder.Dispose();
        base.Dispose(disposing);
    }

    private int Decode()
    {
        int read;
        try
        {
            read = _decoder.Read(_made);
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException("the compressed data is damaged");
        }
        if (read > 0 || !_pieces.IsCutShort)
            return read;
        _pieces.Source.ThrowFailure();
        throw new InvalidDataException("the compressed data ends early");
    }

    /// <summary>Gives the decoder no more of the source at a time than can be put back.</summary>
    private sealed class Pieces(OctetSource source) : ForwardStream
    {
        public OctetSource Source => source;

        /// <summary>Octets given last.</summary>
        public int Last { get; private set; }

        /// <summary>True once the decoder wanted more than there is.</summary>
        public bool IsCutShort { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = source.Read(buffer[..Math.Min(buffer.Length, OctetSource.Headroom)]);
            IsCutShort = read == 0;
            if (read > 0)
                Last = read;
            return read;
        }
    }
}
