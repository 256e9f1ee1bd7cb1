using System.Text;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Keys;

/// <summary>The keys that a run took from the DNS, as a keyring.</summary>
public static class RunKeys
{
    /// <summary>One entry for each key that the DNS gave: from the first to the last message that verifies with its name. In a live run it was seen when it was asked, too;
    /// keys of zone files count only where a message shows that they were in use.</summary>
    public static async Task<IReadOnlyList<KeyringEntry>> ExportAsync(RunReader run, CancellationToken cancellation)
    {
        IDatedView zone = run.ReadZone();
        bool live = DnsSource.TryParse(run.Manifest.Options.Dns, out _) is { IsLive: true };
        var uses = new Dictionary<(string Domain, string Selector), Use>();
        await foreach (MessageRow row in run.ReadRowsAsync(cancellation).ConfigureAwait(false))
        {
            // A message may have several signatures of one key, and counts once.
            foreach (var key in row.Dkim.Where(s => s.KeyFrom is "dns" or "snapshot").GroupBy(s => (s.D, s.S)))
            {
                Use use = uses.GetValueOrDefault(key.Key);
                uses[key.Key] = key.Any(s => s.Result == "pass") ? use.With(row.ReceivedAt) : use;
            }
        }
        return Keyring.Unite(uses.SelectMany(u => EntriesOf(u.Key.Domain, u.Key.Selector, u.Value, zone, live)));
    }

    private static IEnumerable<KeyringEntry> EntriesOf(string domainText, string selectorText, Use use, IDatedView zone, bool live)
    {
        if (DomainName.TryParse(domainText.AsSpan()) is not { } domain || DomainName.TryParse(selectorText.AsSpan()) is not { } selector)
            yield break;
        KeyringEntry entry = use.Date(new KeyringEntry(domain, selector, "") { Source = "dns", Messages = use.Messages });
        if (entry.KeyName is not { } name)
            yield break;
        if (live)
            entry = use.Spanning(zone.AskedAt(new DnsQuestion(name, DnsRecordType.Txt))?.ToUnixTimeSeconds()).Date(entry);
        if (entry.FirstSeen is null)
            yield break;
        foreach (DnsRecord record in zone.Find(new DnsQuestion(name, DnsRecordType.Txt))!.Records)
        {
            string text = Encoding.UTF8.GetString(record.Text.Span);
            if (DkimKeyring.IsKeyRecord(text))
                yield return entry with { Record = text };
        }
    }

    /// <summary>When a name's key was in use, as far as known.</summary>
    private readonly record struct Use(long? First, long? Last, long Messages)
    {
        public Use With(long? receivedAt) => Spanning(receivedAt) with { Messages = Messages + 1 };

        public KeyringEntry Date(KeyringEntry entry) => entry with { FirstSeen = First, LastSeen = Last };

        public Use Spanning(long? time) => time is null ? this : this with { First = Math.Min(First ?? long.MaxValue, time.Value), Last = Math.Max(Last ?? long.MinValue, time.Value) };
    }
}
