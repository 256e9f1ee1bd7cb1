using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>What the DNS gives for one key name: the well-formed key records, or why there is none. Immutable, shared by all threads.</summary>
public sealed class DkimKeySet
{
    /// <summary>Most records of one name that are tried (RFC 6376 §6.1.2 step 4); the rest is ignored.</summary>
    public const int MaxRecords = 8;

    /// <summary>For a signature whose verdict needs no key.</summary>
    public static readonly DkimKeySet NotNeeded = new(DkimReason.Verified);

    /// <summary>For a key name that DNS cannot hold, and for an absent one.</summary>
    public static readonly DkimKeySet NotFound = new(DkimReason.KeyNotFound);

    private static readonly DkimKeySet NotRecorded = new(DkimReason.KeyNotRecorded);
    private static readonly DkimKeySet NotAsked = new(DkimReason.KeyNotAsked);
    private static readonly DkimKeySet Timeout = new(DkimReason.DnsTimeout);
    private static readonly DkimKeySet ServFail = new(DkimReason.DnsServFail);

    private readonly DkimKeyRecord[] _records;

    private readonly KeyringKey[] _keyring;

    private DkimKeySet(DkimReason fault, DkimKeyRecord[]? records = null, KeyringKey[]? keyring = null, IReadOnlyList<DomainName>? aliases = null)
    {
        Aliases = aliases ?? [];
        Fault = fault;
        _records = records ?? [];
        _keyring = keyring ?? [];
        Source = records is null ? KeySource.None : KeySource.Dns;
    }

    /// <summary>Why there are no <see cref="Records"/>; <see cref="DkimReason.Verified"/> when there are, or when none is needed.</summary>
    public DkimReason Fault { get; }

    /// <summary>The well-formed records, in the order of the answer.</summary>
    public ReadOnlySpan<DkimKeyRecord> Records => _records;

    public KeySource Source { get; }

    /// <summary>Names of the CNAME chain from the key's name to the records, first target first; empty without one.</summary>
    public IReadOnlyList<DomainName> Aliases { get; }

    /// <summary>Keys of the user's keyring that may stand in, published ones first.</summary>
    internal ReadOnlySpan<KeyringKey> KeyringKeys => _keyring;

    /// <summary>The same answer with keys of the keyring behind it.</summary>
    internal DkimKeySet WithKeyring(KeyringKey[] keys) => new(Fault, Source == KeySource.None ? null : _records, keys, Aliases);

    /// <summary>Parses the records of an answer to a TXT question.</summary>
    public static DkimKeySet Of(DnsAnswer answer) => answer.Status switch
    {
        DnsStatus.Success => Parse(answer),
        // RFC 6376 §6.1.2 steps 2 and 3.
        DnsStatus.NoData or DnsStatus.NxDomain => NotFound,
        DnsStatus.Timeout => Timeout,
        DnsStatus.ServFail => ServFail,
        DnsStatus.NotRecorded => NotRecorded,
        _ => NotAsked,
    };

    /// <summary>SHA-256 of the one key that can have verified a signature, as <see cref="DkimKeyRecord.KeySha256"/>; null when several keys come into question.</summary>
    /// <param name="source">Where the verdict says that the key came from.</param>
    public string? OnlyKeySha256(KeySource source) => source switch
    {
        KeySource.Dns or KeySource.Snapshot when _records.Length == 1 => _records[0].KeySha256,
        KeySource.Keyring when _keyring.Length == 1 => _keyring[0].Record.KeySha256,
        _ => null,
    };

    private static DkimKeySet Parse(DnsAnswer answer)
    {
        IReadOnlyList<DnsRecord> texts = answer.Records;
        var records = new List<DkimKeyRecord>(1);
        for (int i = 0; i < texts.Count && records.Count < MaxRecords; i++)
        {
            // RFC 6376 §6.1.2 step 5: what is no key record is ignored, such as the other texts of a wildcard.
            DkimKeyRecord record = DkimKeyRecordParser.Parse(texts[i].Text.Span);
            if (record.IsWellFormed)
                records.Add(record);
        }
        return new DkimKeySet(records.Count == 0 ? DkimReason.KeySyntax : DkimReason.Verified, [.. records], aliases: answer.Aliases);
    }
}
