using System.Globalization;

namespace BulkVerify.Archives;

/// <summary>Expanded bytes of one compressed source, watched for size and ratio. Reads only forward. Whatever a decompressor throws at damaged data is
/// <see cref="InvalidDataException"/> here.</summary>
/// <param name="expanded">The decompressor.</param>
/// <param name="stored">Bytes read from the compressed source so far.</param>
/// <param name="leaveOpen">True when the decompressor is read on after this stream, and disposed of by others.</param>
internal sealed class LimitedStream(Stream expanded, Func<long> stored, ReadOptions options, bool leaveOpen = false) : ForwardStream
{
    private long _expandedBytes;

    public override long Position { get => _expandedBytes; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(expanded.Read(buffer));
        }
        catch (Exception e) when (IsOfDamage(e))
        {
            throw new InvalidDataException("the compressed data makes no sense", e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await expanded.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (IsOfDamage(e))
        {
            throw new InvalidDataException("the compressed data makes no sense", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            expanded.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsOfDamage(Exception e) =>
        e is IndexOutOfRangeException or ArgumentException or NullReferenceException or ArithmeticException or InvalidOperationException or FormatException or NotSupportedException;

    private int Count(int read)
    {
        _expandedBytes += read;
        if (_expandedBytes > options.MaxExpandedBytes)
            throw new ExpansionLimitException(string.Create(CultureInfo.InvariantCulture, $"expands to more than {options.MaxExpandedBytes} bytes; reading stopped there. If it is mail, unpack it and name what comes out."));
        if (_expandedBytes > options.RatioFloorBytes && _expandedBytes / options.MaxExpansionRatio > stored())
            throw new ExpansionLimitException(string.Create(CultureInfo.InvariantCulture, $"expands to more than {options.MaxExpansionRatio} times its size; reading stopped there. If it is mail, unpack it and name what comes out."));
        return read;
    }
}
