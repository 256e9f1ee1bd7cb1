using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Finds the header fields of a message by name from the bottom up, each once per signature (RFC 6376 §5.4.2). Built once per message, reset for each signature.
/// One per worker: not thread-safe.
/// </summary>
internal sealed class FieldIndex
{
    /// <summary>Steps that look-ups for one message may take together: many thousand times what mail needs.</summary>
    private const int MaxSteps = 1_000_000;

    private const int Buckets = 64;
    private const int None = -1;

    private readonly int[] _last = new int[Buckets];
    private int[] _previous = new int[64];
    private int[] _usedBy = new int[64];
    private int _signature;
    private int _steps;

    /// <summary>True when the look-ups for this message took more steps than they may; fields may not have been found since.</summary>
    public bool IsExhausted => _steps > MaxSteps;

    /// <summary>Begins a message.</summary>
    public void Build(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderField> fields)
    {
        _steps = 0;
        _last.AsSpan().Fill(None);
        if (_previous.Length < fields.Length)
        {
            _previous = new int[fields.Length];
            _usedBy = new int[fields.Length];
        }
        _usedBy.AsSpan(0, fields.Length).Clear();
        _signature = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            int bucket = BucketOf(message.Slice(fields[i].Start, fields[i].NameLength));
            _previous[i] = _last[bucket];
            _last[bucket] = i;
        }
    }

    /// <summary>Begins a signature: no field is used.</summary>
    public void Reset() => _signature++;

    /// <summary>Takes a field out of the look-ups for the signature at hand.</summary>
    public void Use(int field) => _usedBy[field] = _signature;

    /// <summary>The lowest field of this name that is not used yet, which is used then; -1 when there is none.</summary>
    public int Use(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderField> fields, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return None;
        for (int i = _last[BucketOf(name)]; i >= 0 && !IsExhausted; i = _previous[i])
        {
            _steps++;
            if (_usedBy[i] == _signature || fields[i].NameLength != name.Length || !Ascii.EqualsIgnoreCase(message.Slice(fields[i].Start, name.Length), name))
                continue;
            _usedBy[i] = _signature;
            return i;
        }
        return None;
    }

    /// <summary>True when a look-up for the signature at hand found the field.</summary>
    public bool IsUsed(int field) => _usedBy[field] == _signature;

    private static int BucketOf(ReadOnlySpan<byte> name) => (name.Length + (5 * (name[0] | 0x20)) + (11 * (name[^1] | 0x20))) % Buckets;
}
