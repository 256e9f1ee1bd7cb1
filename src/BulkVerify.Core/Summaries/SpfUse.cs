using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What the record of one MAIL FROM domain, and each term in it that causes look-ups, did for messages. Not thread-safe.</summary>
internal sealed class SpfUse
{
    /// <summary>Terms counted for one domain: those of its record and of the records it includes. SPF allows 10 look-ups, so that only records whose macros make up names have more.</summary>
    public const int MaxTerms = 200;

    /// <summary>Stands between the terms of a way.</summary>
    internal const string Between = " > ";

    private readonly Dictionary<string, (long Messages, long Aligned, CauseTally Examples)> _terms = new(StringComparer.Ordinal);

    /// <summary>Messages with this MAIL FROM domain for which SPF was judged.</summary>
    public long Messages { get; private set; }

    public long Pass { get; private set; }

    public long Aligned { get; private set; }

    /// <summary>True when there were more terms than are counted: what <see cref="Of"/> does not know may have authorized messages, too.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Messages that do not pass.</summary>
    public CauseTally Failing { get; } = new();

    /// <summary>The ways to terms that authorized messages, with their number.</summary>
    public IEnumerable<(string Way, long Messages)> Ways => _terms.Select(t => (t.Key, t.Value.Messages));

    public void Add(MessageRow row)
    {
        Messages++;
        if (row.SpfResult != "pass")
        {
            Failing.Add(row);
            return;
        }
        Pass++;
        Aligned += row.SpfAligned ? 1 : 0;
        // The path names the terms from the outermost on; each of its beginnings is a place in the tree.
        for (int begin = 0, end = NextEnd(row.SpfPath, 0); end > 0; begin = end + Between.Length, end = end == row.SpfPath.Length ? 0 : NextEnd(row.SpfPath, end + 1))
        {
            if (CausesLookup(row.SpfPath.AsSpan(begin, end - begin)))
                AddTerm(row.SpfPath[..end], row);
        }
    }

    /// <summary>Messages that the term at the end of <paramref name="path"/> authorized; null when it was not counted.</summary>
    public (long Messages, long Aligned, CauseTally Examples)? Of(string path) => _terms.TryGetValue(path, out var use) ? use : IsCut ? null : (0, 0, new CauseTally());

    private void AddTerm(string path, MessageRow row)
    {
        if (!_terms.TryGetValue(path, out var use))
        {
            if (_terms.Count >= MaxTerms)
            {
                IsCut = true;
                return;
            }
            use = (0, 0, new CauseTally());
        }
        use.Examples.Add(row);
        _terms[path] = (use.Messages + 1, use.Aligned + (row.SpfAligned ? 1 : 0), use.Examples);
    }

    /// <summary>True when the way to the term that decided leads through the one at the end of <paramref name="path"/>.</summary>
    internal static bool LeadsThrough(string way, string path) =>
        way.StartsWith(path, StringComparison.Ordinal) && (way.Length == path.Length || way.AsSpan(path.Length).StartsWith(Between));

    /// <summary>False for addresses and "all", of which a record may have thousands (RFC 7208 §4.6.4).</summary>
    private static bool CausesLookup(ReadOnlySpan<char> term)
    {
        ReadOnlySpan<char> name = term.TrimStart("+-~?");
        return !name.StartsWith("ip4:", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("ip6:", StringComparison.OrdinalIgnoreCase) && !name.Equals("all", StringComparison.OrdinalIgnoreCase);
    }

    private static int NextEnd(string path, int from)
    {
        int end = from >= path.Length ? -1 : path.IndexOf(Between, from, StringComparison.Ordinal);
        return end < 0 ? path.Length : end;
    }
}
