namespace BulkVerify.Archives;

/// <summary>An <see cref="Inflater"/> as a stream.</summary>
internal sealed class InflatedStream(OctetSource source) : ForwardStream
{
    private readonly Inflater _inflater = new(source);

    public override int Read(Span<byte> buffer) => _inflater.Read(buffer);
}
