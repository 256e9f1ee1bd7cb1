using System.Runtime.ExceptionServices;
using ICSharpCode.SharpZipLib.BZip2;

namespace BulkVerify.Archives;

/// <summary>The expanded bytes of all bzip2 streams in a file, one after the other: parallel compressors write many. A failure, which what is no bzip2 stream is too, comes after every byte
/// before it. Does not own the source.</summary>
internal sealed class Bzip2Streams(Stream compressed) : ForwardStream
{
    private readonly Octets _source = new(new OctetSource(compressed));
    private BZip2InputStream? _current;
    private ExceptionDispatchInfo? _failure;

    public override int Read(Span<byte> buffer)
    {
        _failure?.Throw();
        int filled = 0;
        try
        {
            while (filled < buffer.Length && NextOctet() is var octet and >= 0)
                buffer[filled++] = (byte)octet;
        }
        catch (Exception e) when (filled > 0)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        return filled;
    }

    private int NextOctet()
    {
        while (true)
        {
            _current ??= new BZip2InputStream(_source) { IsStreamOwner = false };
            int octet = _current.ReadByte();
            if (octet >= 0)
                return octet;
            if (!_source.BeginsStream())
                return _source.EndsInZeros() ? -1 : throw new InvalidDataException("something that is not bzip2 follows the bzip2 data");
            _current = null;
        }
    }

    /// <summary>Gives single octets, as the decompressor asks for them.</summary>
    private sealed class Octets(OctetSource source) : ForwardStream
    {
        public bool BeginsStream() => source.Peek(3).SequenceEqual("BZh"u8);

        public bool EndsInZeros() => source.EndsInZeros();

        public override int ReadByte()
        {
            int octet = source.ReadOctet();
            if (octet < 0)
                source.ThrowFailure();
            return octet;
        }

        public override int Read(Span<byte> buffer) => source.Read(buffer);
    }
}
