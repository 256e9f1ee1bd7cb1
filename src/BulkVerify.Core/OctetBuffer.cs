namespace BulkVerify;

/// <summary>Octets that are written anew for one message after the other. Not thread-safe.</summary>
/// <param name="maxKept">Octets of memory that stay when it is cleared.</param>
internal sealed class OctetBuffer(int maxKept)
{
    private byte[] _octets = [];
    private int _length;

    /// <summary>What was written, until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _octets.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_octets.Length > maxKept)
            _octets = [];
    }

    public void Set(ReadOnlySpan<byte> octets)
    {
        if (_octets.Length < octets.Length)
            _octets = GC.AllocateUninitializedArray<byte>(Math.Max(octets.Length, Math.Min(maxKept, 2 * _octets.Length)));
        octets.CopyTo(_octets);
        _length = octets.Length;
    }
}
