using System.Runtime.ExceptionServices;
using ICSharpCode.SharpZipLib.BZip2;

namespace BulkVerify.Archives;

/// <summary>The expanded bytes of all bzip2 streams in a file, one after the other: parallel compressors write many. A failure comes after every byte before it. Does not own the source.</summary>
internal sealed class Bzip2Streams(Stream compressed) : ForwardStream
{
    private readonly Octets _source = new(new OctetSource(compressed));
    private BZip2InputStream? _current;
    private bool _anyOfCurrent;
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
            {
                _anyOfCurrent = true;
                return octet;
            }
            // What is no bzip2 stream gives nothing: it is left alone, as bzip2 does.
            if (!_anyOfCurrent || _source.IsAtEnd)
                return -1;
            _anyOfCurrent = false;
            _current = null;
        }
    }

    /// <summary>Gives single octets, as the decompressor asks for them.</summary>
    private sealed class Octets(OctetSource source) : ForwardStream
    {
        public bool IsAtEnd
        {
            get
            {
                if (source.IsAtEnd)
                    source.ThrowFailure();
                return source.IsAtEnd;
            }
        }

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
