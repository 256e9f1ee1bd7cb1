using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What the record of one MAIL FROM domain, and each term that leads on in it, did for messages.</summary>
internal sealed class SpfUse
{
    /// <summary>Terms counted for one domain: those of its record and of the records it includes.</summary>
    private const int MaxTerms = 200;

    private readonly Dictionary<string, (long Messages, long Aligned, CauseTally Examples)> _terms = new(StringComparer.Ordinal);

    /// <summary>Messages with this MAIL FROM domain for which SPF was judged.</summary>
    public long Messages { get; private set; }

    public long Pass { get; private set; }

    public long Aligned { get; private set; }

    /// <summary>Messages that do not pass.</summary>
    public CauseTally Failing { get; } = new();

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
        for (int end = NextEnd(row.SpfPath, 0); end > 0; end = end == row.SpfPath.Length ? 0 : NextEnd(row.SpfPath, end + 1))
            AddTerm(row.SpfPath[..end], row);
    }

    /// <summary>Messages that the term at the end of <paramref name="path"/> authorized.</summary>
    public (long Messages, long Aligned, CauseTally Examples) Of(string path) => _terms.TryGetValue(path, out var use) ? use : (0, 0, new CauseTally());

    private void AddTerm(string path, MessageRow row)
    {
        if (!_terms.TryGetValue(path, out var use))
        {
            if (_terms.Count >= MaxTerms)
                return;
            use = (0, 0, new CauseTally());
        }
        use.Examples.Add(row);
        _terms[path] = (use.Messages + 1, use.Aligned + (row.SpfAligned ? 1 : 0), use.Examples);
    }

    /// <summary>True when the way to the term that decided leads through the one at the end of <paramref name="path"/>.</summary>
    internal static bool LeadsThrough(string way, string path) =>
        way.StartsWith(path, StringComparison.Ordinal) && (way.Length == path.Length || way.AsSpan(path.Length).StartsWith(" > "));

    private static int NextEnd(string path, int from)
    {
        int end = from >= path.Length ? -1 : path.IndexOf(" > ", from, StringComparison.Ordinal);
        return end < 0 ? path.Length : end;
    }
}
