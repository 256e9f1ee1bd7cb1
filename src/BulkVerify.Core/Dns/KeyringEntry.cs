namespace BulkVerify.Dns;

/// <summary>One key that was published once: where, its record, and when it was seen. Immutable.</summary>
/// <param name="Domain">d= of its signatures.</param>
/// <param name="Selector">s= of its signatures.</param>
/// <param name="Record">Text of the key record (RFC 6376 §3.6.1).</param>
public sealed record KeyringEntry(DomainName Domain, DomainName Selector, string Record)
{
    /// <summary><see cref="Source"/> of keys that no DNS answered: computed from signatures. They show that signatures belong together, and prove no signer.</summary>
    public const string Recovered = "recovered";

    /// <summary>Seconds of the Unix epoch; null when the interval is open on this side.</summary>
    public long? FirstSeen { get; init; }

    /// <summary>Seconds of the Unix epoch, itself included; null when the interval is open on this side.</summary>
    public long? LastSeen { get; init; }

    /// <summary>Who saw it: "dns", "recovered", or any word of the user's; several with a comma between.</summary>
    public string Source { get; init; } = "";

    /// <summary>Messages that verify with the key; 0 when nobody counted.</summary>
    public long Messages { get; init; }

    public bool IsRecovered => Source == Recovered;

    /// <summary>True when the interval holds <paramref name="time"/>; of an unknown time nothing can be said, and it counts as held.</summary>
    public bool Holds(long? time) => !(time < FirstSeen) && !(time > LastSeen);

    /// <summary>Where the record stood (RFC 6376 §3.6.2.1); null when that is no name of the DNS.</summary>
    public DomainName? KeyName => Domain.Prepend($"{Selector.Value}._domainkey");
}
