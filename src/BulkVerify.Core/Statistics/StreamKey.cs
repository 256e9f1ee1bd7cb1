namespace BulkVerify.Statistics;

/// <summary>A stream: the mail of one sender with one author domain.</summary>
public readonly record struct StreamKey(string Sender, string AuthorDomain) : IComparable<StreamKey>
{
    /// <summary>Stands for the sender or the author domain of streams that are counted together, being too many to be told apart. No name in mail is like it.</summary>
    public const string Others = "(others)";

    /// <summary>Stands for the author domain of such streams that are not of our organizations.</summary>
    public const string NotOurs = "(not ours)";

    /// <summary>An author domain as people read it: mail may have none.</summary>
    public static string DomainWords(string authorDomain) => authorDomain.Length == 0 ? "(no From domain)" : authorDomain;

    /// <summary>True for streams that are counted together.</summary>
    public bool IsOthers => AuthorDomain is Others or NotOurs;

    public int CompareTo(StreamKey other)
    {
        int bySender = string.CompareOrdinal(Sender, other.Sender);
        return bySender != 0 ? bySender : string.CompareOrdinal(AuthorDomain, other.AuthorDomain);
    }
}
