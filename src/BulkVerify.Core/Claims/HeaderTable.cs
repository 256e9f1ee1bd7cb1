namespace BulkVerify.Claims;

/// <summary>The header fields of one message in order, top first, as offsets. Reused from message to message: valid until the next
/// <see cref="HeaderScanner.Scan"/> into it and only together with the bytes that were scanned. Not thread-safe.</summary>
public sealed class HeaderTable
{
    private HeaderField[] _fields = new HeaderField[64];

    public int Count { get; private set; }

    /// <summary>Offset of the first octet of the body, after the empty line; the message's length when there is no body.</summary>
    public int BodyStart { get; internal set; }

    /// <summary>Bit by bit the ids of the fields.</summary>
    private ulong _ids;

    /// <summary>True when there is a field of this id.</summary>
    public bool Has(HeaderId id) => (_ids & (1ul << (int)id)) != 0;

    public ReadOnlySpan<HeaderField> Fields => _fields.AsSpan(0, Count);

    internal void Clear()
    {
        Count = 0;
        _ids = 0;
        BodyStart = 0;
    }

    internal void Add(in HeaderField field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, _fields.Length * 2);
        _fields[Count++] = field;
        _ids |= 1ul << (int)field.Id;
    }
}
