using System.Globalization;
using System.IO.Hashing;

namespace BulkVerify.Archives;

/// <summary>The bytes of a zip member, whose length and CRC-32 are compared with those stated (APPNOTE.TXT §4.4.7, §4.4.9). What does not agree is a failure after the bytes.</summary>
/// <param name="member">The expanded bytes.</param>
/// <param name="length">Stated length; null when it stands behind the member.</param>
/// <param name="stated">Length and checksum; asked once, at the end of the bytes, with those that the bytes have.</param>
internal sealed class CheckedMember(Stream member, long? length, Func<long, uint, (long Length, uint Crc)> stated) : ForwardStream
{
    private readonly Crc32 _crc = new();
    private long _read;
    private bool _isChecked;

    /// <summary>True when the last read threw.</summary>
    public bool HasFailed { get; private set; }

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        HasFailed = true;
        int read = member.Read(length is { } most && most - _read < buffer.Length ? buffer[..(int)(most - _read)] : buffer);
        if (read == 0 && !buffer.IsEmpty)
            Check();
        HasFailed = false;
        _read += read;
        _crc.Append(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            member.Dispose();
        base.Dispose(disposing);
    }

    private void Check()
    {
        if (_isChecked)
            return;
        _isChecked = true;
        bool hasMore = length is not null && member.Read(stackalloc byte[1]) > 0;
        (long expected, uint crc) = stated(_read, _crc.GetCurrentHashAsUInt32());
        if (hasMore || _read != expected)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the member has not the {expected} bytes that the zip says"));
        if (_crc.GetCurrentHashAsUInt32() != crc)
            throw new InvalidDataException("the member's CRC-32 is not the one that the zip says");
    }
}
