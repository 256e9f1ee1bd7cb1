namespace BulkVerify.Dns;

/// <summary>One answer at a name; the answers of a name are a short list. The builder adds to it; in a view only <see cref="Followed"/> changes.</summary>
internal sealed class ZoneNode(DnsRecordType type, DnsAnswer answer, ZoneNode? next)
{
    /// <summary>The type it answers; 0 answers every type that the list does not hold (<c>nxdomain NAME</c>).</summary>
    public DnsRecordType Type { get; } = type;

    public DnsAnswer Answer { get; set; } = answer;

    public ZoneNode? Next { get; } = next;

    /// <summary>When it was asked, as the file says of what came first; null where it says nothing.</summary>
    public DateTimeOffset? Asked { get; set; }

    /// <summary>Of a CNAME: answers found by following it, kept for the next reader. At most one per type.</summary>
    public ZoneNode? Followed;

    public DnsAnswer? Find(DnsRecordType wanted)
    {
        for (ZoneNode? node = this; node is not null; node = node.Next)
        {
            if (node.Type == wanted)
                return node.Answer;
        }
        return null;
    }

    public ZoneNode? FindNode(DnsRecordType wanted)
    {
        ZoneNode? node = this;
        while (node is not null && node.Type != wanted)
            node = node.Next;
        return node;
    }

    /// <summary>When what answers the type was asked: its own answer, a CNAME, or that nothing is there.</summary>
    public DateTimeOffset? AskedAt(DnsRecordType wanted) => (FindNode(wanted) ?? FindNode(DnsRecordType.Cname) ?? FindNode(default))?.Asked;
}
