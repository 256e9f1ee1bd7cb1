namespace BulkVerify.Summaries;

/// <summary>Messages that each term of each record authorized, by whatever MAIL FROM domain the record was reached: a record that others include or redirect to serves them, too. Not thread-safe.</summary>
internal sealed class SpfRecordUse
{
    private readonly Dictionary<(string Record, string Term), long> _messages = [];
    private bool _isCut;

    /// <param name="domain">Whose record the ways begin in; empty where it is not known.</param>
    /// <param name="use">Each term is in it once, at the end of the way to it.</param>
    public void Add(string domain, SpfUse use)
    {
        _isCut |= use.IsCut;
        foreach ((string way, long messages) in use.Ways)
        {
            (string record, string term) = Place(domain, way);
            _messages[(record, term)] = _messages.GetValueOrDefault((record, term)) + messages;
        }
    }

    /// <summary>Messages that the term at the end of the way authorized, whatever their MAIL FROM; null when that was not counted.</summary>
    public long? Of(string domain, string way) => _messages.TryGetValue(Place(domain, way), out long messages) ? messages : _isCut ? null : 0;

    /// <summary>The record that holds the term at the end of the way, and the term.</summary>
    public static (string Record, string Term) Place(string domain, string way)
    {
        int last = way.LastIndexOf(SpfUse.Between, StringComparison.Ordinal);
        if (last < 0)
            return (domain, way);
        string leads = way[..last];
        int before = leads.LastIndexOf(SpfUse.Between, StringComparison.Ordinal);
        string term = before < 0 ? leads : leads[(before + SpfUse.Between.Length)..];
        // include:NAME or redirect=NAME
        return (term[(term.IndexOfAny([':', '=']) + 1)..].TrimEnd('.').ToLowerInvariant(), way[(last + SpfUse.Between.Length)..]);
    }
}
