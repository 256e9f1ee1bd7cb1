using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Parsed records by their text. Parsing is a pure function of the text, so an entry never goes stale. Bounded; safe for all threads.</summary>
public sealed class SpfRecordCache
{
    /// <summary>Half of what is kept; a record of ten terms takes about 3 KB.</summary>
    private const long GenerationBytes = 8 << 20;

    /// <summary>Of one parsed term, beside its text.</summary>
    private const int TermCost = 200;

    private readonly BoundedCache<DnsRecord, SpfRecord> _records = new(GenerationBytes, static (text, record) => 200 + (3 * text.Text.Length) + (TermCost * record.Terms.Count));

    /// <summary>The record in <paramref name="text"/>, a TXT record for which <see cref="SpfRecordParser.IsSpf"/> is true.</summary>
    public SpfRecord Get(DnsRecord text) =>
        _records.TryGet(text, out SpfRecord? known) ? known : _records.Add(text, SpfRecordParser.Parse(text.Text.Span));
}
