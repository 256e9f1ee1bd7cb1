using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Parsed records by their text. Parsing is a pure function of the text, so an entry never goes stale. Bounded; safe for all threads.</summary>
public sealed class SpfRecordCache(int capacity = SpfRecordCache.DefaultCapacity)
{
    /// <summary>Default capacity in records; a record of ten terms takes about 2 KB.</summary>
    public const int DefaultCapacity = 16_384;

    private readonly BoundedCache<DnsRecord, SpfRecord> _records = new(Math.Max(1, capacity / 2));

    /// <summary>The record in <paramref name="text"/>, a TXT record for which <see cref="SpfRecordParser.IsSpf"/> is true.</summary>
    public SpfRecord Get(DnsRecord text) =>
        _records.TryGet(text, out SpfRecord? known) ? known : _records.Add(text, SpfRecordParser.Parse(text.Text.Span));
}
