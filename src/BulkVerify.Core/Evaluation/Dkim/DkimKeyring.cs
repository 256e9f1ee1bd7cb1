using System.Collections.Concurrent;
using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// The keys of a <see cref="Keyring"/> as a verifier takes them. It stands behind the DNS: its keys are tried where the DNS has no key (absent, revoked, ill-formed, not
/// recorded, not asked) and where the DNS has another key that does not verify. A DNS error stays a DNS error.
/// </summary>
/// <remarks>Rule for several keys of one selector: those whose interval holds the time of receipt are tried in the order of the keyring, as RFC 6376 §6.1.2 step 4
/// does with several records: published ones first, then recovered ones, at most <see cref="DkimKeySet.MaxRecords"/>. A key outside its interval is not tried. Without a time of receipt no interval is judged.
/// Safe for all threads; a name's records are parsed when it is first met.</remarks>
public sealed class DkimKeyring(Keyring keys)
{
    public static readonly DkimKeyring Empty = new(Keyring.Empty);

    private readonly ConcurrentDictionary<DomainName, KeyringKey[]> _parsed = new();

    public bool IsEmpty => keys.Entries.Count == 0;

    /// <summary>True when there are keys of this name.</summary>
    public bool Holds(DomainName keyName) => !keys.Find(keyName).IsEmpty;

    /// <summary>Reads keyring files; every line must be well formed.</summary>
    /// <exception cref="InvalidDataException">A file is wrong; the message names file, line and field of the first faults.</exception>
    public static DkimKeyring Load(IEnumerable<string> files) => new(new Keyring(ReadFiles(files)));

    /// <summary>The entries of keyring files.</summary>
    /// <exception cref="InvalidDataException">A file is wrong; the message names file, line and field of the first faults.</exception>
    public static IReadOnlyList<KeyringEntry> ReadFiles(IEnumerable<string> files)
    {
        const int shown = 5;
        var entries = new List<KeyringEntry>();
        foreach (string path in files)
        {
            KeyringFile file = KeyringFile.Read(path, IsKeyRecord);
            if (file.Errors.Count > shown)
                throw new InvalidDataException(string.Join('\n', file.Errors.Take(shown)) + $"\n... and {file.Errors.Count - shown} more errors.");
            if (file.Errors.Count > 0)
                throw new InvalidDataException(string.Join('\n', file.Errors));
            entries.AddRange(file.Entries);
        }
        return entries;
    }

    /// <summary>True for a well-formed key record that holds a key.</summary>
    public static bool IsKeyRecord(string text) => DkimKeyRecordParser.Parse(Encoding.UTF8.GetBytes(text)) is { IsWellFormed: true, PublicKey: not null };

    /// <summary>What the DNS gave, with the keys of this keyring behind it.</summary>
    internal DkimKeySet Complete(DkimKeySet published, DomainName keyName, long? receivedAt)
    {
        if (published.Fault is DkimReason.DnsTimeout or DkimReason.DnsServFail)
            return published;
        KeyringKey[] known = KeysOf(keyName);
        if (known.Length == 0)
            return published;
        KeyringKey[] held = [.. known.Where(k => k.Entry.Holds(receivedAt)).Take(DkimKeySet.MaxRecords)];
        return held.Length == 0 ? published : published.WithKeyring(held);
    }

    private KeyringKey[] KeysOf(DomainName keyName)
    {
        if (_parsed.TryGetValue(keyName, out KeyringKey[]? known))
            return known;
        ReadOnlySpan<KeyringEntry> entries = keys.Find(keyName);
        // Names that the keyring does not hold are not remembered: there is no end of them.
        if (entries.IsEmpty)
            return [];
        var parsed = new KeyringKey[entries.Length];
        for (int i = 0; i < parsed.Length; i++)
            parsed[i] = new KeyringKey(entries[i], DkimKeyRecordParser.Parse(Encoding.UTF8.GetBytes(entries[i].Record)));
        return _parsed.GetOrAdd(keyName, parsed);
    }
}
