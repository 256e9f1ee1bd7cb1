namespace BulkVerify.Archives;

/// <summary>Expanded bytes, block by block, with the note of what was stored for them. Disposes of the stream.</summary>
/// <param name="expanded">The decompressor.</param>
/// <param name="stored">Bytes that it has taken so far.</param>
internal sealed class PlacedStream(Stream expanded, Func<long> stored, SplitPlaces places) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int begun = (int)(_read % SplitPlaces.Block);
        if (begun == 0)
            places.Reach(_read, stored());
        int read = expanded.Read(buffer[..Math.Min(buffer.Length, SplitPlaces.Block - begun)]);
        _read += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            expanded.Dispose();
        base.Dispose(disposing);
    }
}
