using System.Collections.Concurrent;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Parsed keys by name, shared by all threads. Reads take no lock. Bounded: names live in two generations of half the capacity each; when the young one is
/// full it becomes the old one, and what was not read in the meantime is dropped.
/// </summary>
/// <remarks>An entry counts only for the very answer that it was parsed from, so that the cache never decides which DNS data a verdict uses.</remarks>
public sealed class KeyCache
{
    /// <summary>Default capacity in names; a name with a 2048-bit key takes about 2 KB, with the platform's key object about 6 KB.</summary>
    public const int DefaultCapacity = 16_384;

    private readonly Lock _turnover = new();
    private readonly int _generationSize;
    private volatile ConcurrentDictionary<DomainName, Entry> _young = new();
    private volatile ConcurrentDictionary<DomainName, Entry> _old = new();
    private int _youngCount;

    public KeyCache(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _generationSize = capacity / 2;
    }

    /// <summary>The keys in <paramref name="answer"/>, the answer to the TXT question at <paramref name="keyName"/>.</summary>
    public DkimKeySet Get(DomainName keyName, DnsAnswer answer)
    {
        if (answer.Status != DnsStatus.Success)
            return DkimKeySet.Of(answer);
        if (_young.TryGetValue(keyName, out Entry? entry) && ReferenceEquals(entry.Answer, answer))
            return entry.Keys;
        if (!_old.TryGetValue(keyName, out entry) || !ReferenceEquals(entry.Answer, answer))
            entry = new Entry(answer, DkimKeySet.Of(answer));
        return Keep(keyName, entry);
    }

    private DkimKeySet Keep(DomainName keyName, Entry entry)
    {
        lock (_turnover)
        {
            if (_young.TryGetValue(keyName, out Entry? other))
            {
                // Another thread parsed the same answer meanwhile: its keys may already hold imported platform objects.
                if (ReferenceEquals(other.Answer, entry.Answer))
                    return other.Keys;
                _young[keyName] = entry;
                return entry.Keys;
            }
            if (_youngCount >= _generationSize)
            {
                _old = _young;
                _young = new ConcurrentDictionary<DomainName, Entry>();
                _youngCount = 0;
            }
            _young[keyName] = entry;
            _youngCount++;
            return entry.Keys;
        }
    }

    private sealed record Entry(DnsAnswer Answer, DkimKeySet Keys);
}
