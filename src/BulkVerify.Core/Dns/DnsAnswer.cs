namespace BulkVerify.Dns;

/// <summary>The answer to one <see cref="DnsQuestion"/>. Immutable and shared by all threads.</summary>
/// <param name="Status">How the question ended.</param>
/// <param name="Records">Records of the type asked for, in the order received; empty unless <see cref="DnsStatus.Success"/>.</param>
/// <param name="Aliases">Names of the CNAME chain that was followed, first target first; empty without one.</param>
public sealed record DnsAnswer(DnsStatus Status, IReadOnlyList<DnsRecord> Records, IReadOnlyList<DomainName> Aliases)
{
    public static readonly DnsAnswer NoData = new(DnsStatus.NoData, [], []);
    public static readonly DnsAnswer NxDomain = new(DnsStatus.NxDomain, [], []);
    public static readonly DnsAnswer ServFail = new(DnsStatus.ServFail, [], []);
    public static readonly DnsAnswer Timeout = new(DnsStatus.Timeout, [], []);
    public static readonly DnsAnswer NotRecorded = new(DnsStatus.NotRecorded, [], []);
    public static readonly DnsAnswer NotAsked = new(DnsStatus.NotAsked, [], []);

    /// <summary>An answer with records.</summary>
    public static DnsAnswer Of(params DnsRecord[] records) => new(DnsStatus.Success, records, []);

    /// <summary>The answer of this status that holds nothing: one object for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Success, which holds something.</exception>
    public static DnsAnswer Without(DnsStatus status) => status switch
    {
        DnsStatus.NoData => NoData,
        DnsStatus.NxDomain => NxDomain,
        DnsStatus.ServFail => ServFail,
        DnsStatus.Timeout => Timeout,
        DnsStatus.NotRecorded => NotRecorded,
        DnsStatus.NotAsked => NotAsked,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "An answer that holds something."),
    };

    /// <summary>True for SERVFAIL and time-out: asking again may help, and no verdict may be drawn but temperror.</summary>
    public bool IsTemporaryError => Status is DnsStatus.ServFail or DnsStatus.Timeout;

    /// <summary>True for NXDOMAIN and NODATA: the DNS said that there is no such record.</summary>
    public bool IsAbsent => Status is DnsStatus.NxDomain or DnsStatus.NoData;

    /// <summary>True when nothing was learned because nothing was asked or recorded.</summary>
    public bool IsUnknown => Status is DnsStatus.NotRecorded or DnsStatus.NotAsked;

    /// <summary>Same status, same records and aliases in the same order.</summary>
    public bool Equals(DnsAnswer? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Status == other.Status && Records.SequenceEqual(other.Records) && Aliases.SequenceEqual(other.Aliases));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Status);
        foreach (DnsRecord record in Records)
            hash.Add(record);
        foreach (DomainName alias in Aliases)
            hash.Add(alias);
        return hash.ToHashCode();
    }
}
