using System.Globalization;
using System.IO.Hashing;

namespace BulkVerify.Archives;

/// <summary>The bytes of a zip member, whose length and CRC-32 are compared with those of the directory at its end (APPNOTE.TXT §4.4.7, §4.4.9): what the
/// platform's reader leaves out.</summary>
internal sealed class CheckedMember(Stream member, long length, uint crc) : ForwardStream
{
    private readonly Crc32 _crc = new();
    private long _read;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int read = member.Read(buffer);
        return Check(buffer[..read], isEnd: read == 0 && !buffer.IsEmpty);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await member.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Check(buffer.Span[..read], isEnd: read == 0 && !buffer.IsEmpty);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            member.Dispose();
        base.Dispose(disposing);
    }

    private int Check(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _read += bytes.Length;
        _crc.Append(bytes);
        if (_read > length || (isEnd && _read != length))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the member has not the {length} bytes that the directory says"));
        if (isEnd && _crc.GetCurrentHashAsUInt32() != crc)
            throw new InvalidDataException("the member's CRC-32 is not that of the directory");
        return bytes.Length;
    }
}
