using System.Diagnostics.CodeAnalysis;

namespace BulkVerify.Digests;

/// <summary>What was found out for profiles of digests (see <see cref="KeptDigest.Profile"/>), for all messages that have one. Not thread-safe.</summary>
/// <param name="capacity">Profiles remembered before all are forgotten; one takes 100 to 400 octets.</param>
public sealed class ProfileTable<T>(int capacity = 1 << 15)
{
    private readonly Dictionary<byte[], T> _known = new(ByteComparer.Instance);

    /// <summary>What was found out for the profile of a digest.</summary>
    public bool TryGet(KeptDigest kept, [MaybeNullWhen(false)] out T value) => _known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(kept.Profile.Span, out value);

    public void Set(KeptDigest kept, T value)
    {
        if (_known.Count >= capacity)
            _known.Clear();
        _known.GetAlternateLookup<ReadOnlySpan<byte>>()[kept.Profile.Span] = value;
    }
}
