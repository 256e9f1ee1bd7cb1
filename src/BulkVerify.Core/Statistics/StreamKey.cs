namespace BulkVerify.Statistics;

/// <summary>A stream: the mail of one sender with one author domain.</summary>
public readonly record struct StreamKey(string Sender, string AuthorDomain) : IComparable<StreamKey>
{
    public int CompareTo(StreamKey other)
    {
        int bySender = string.CompareOrdinal(Sender, other.Sender);
        return bySender != 0 ? bySender : string.CompareOrdinal(AuthorDomain, other.AuthorDomain);
    }
}
