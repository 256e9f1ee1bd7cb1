using ICSharpCode.SharpZipLib.BZip2;

namespace BulkVerify.Archives;

/// <summary>The expanded bytes of all bzip2 streams in a file, one after the other: parallel compressors write many. Does not own the source.</summary>
internal sealed class Bzip2Streams : Stream
{
    private readonly OctetSource _source;
    private BZip2InputStream? _current;
    private bool _anyOfCurrent;

    public Bzip2Streams(Stream source) => _source = new OctetSource(source);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            _current ??= new BZip2InputStream(_source) { IsStreamOwner = false };
            int read = _current.Read(buffer, offset, count);
            if (read > 0)
            {
                _anyOfCurrent = true;
                return read;
            }
            // What is no bzip2 stream gives nothing: it is left alone, as bzip2 does.
            if (count == 0 || !_anyOfCurrent || _source.IsAtEnd)
                return 0;
            _anyOfCurrent = false;
            _current = null;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Gives single octets, as the decompressor asks for them, and tells whether there are more.</summary>
    private sealed class OctetSource(Stream source) : Stream
    {
        private readonly byte[] _buffer = new byte[64 << 10];
        private int _next, _filled;

        public bool IsAtEnd => !Fill();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int ReadByte() => Fill() ? _buffer[_next++] : -1;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (count == 0 || !Fill())
                return 0;
            int length = Math.Min(count, _filled - _next);
            _buffer.AsSpan(_next, length).CopyTo(buffer.AsSpan(offset));
            _next += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private bool Fill()
        {
            if (_next < _filled)
                return true;
            _next = 0;
            _filled = source.Read(_buffer, 0, _buffer.Length);
            return _filled > 0;
        }
    }
}
