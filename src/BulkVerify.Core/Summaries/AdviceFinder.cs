using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What to change for a stream: follows from its mode, what it lacks, and what the vendor can do. Pure. The first piece of advice bears the gain of the stream:
/// one aligned pass is enough, the others make it both.</summary>
internal sealed class AdviceFinder(SummaryContext context, StreamKey stream, StreamFacts facts, Integration integration)
{
    private const int MaxAddresses = 10;

    private readonly List<Advice> _found = [];
    private readonly Vendor? _vendor = context.Catalog.Find(stream.Sender);

    private long Failing => facts.Either.Judged - facts.Either.Met;

    private string Name => _vendor?.Name ?? stream.Sender;

    public IReadOnlyList<Advice> Find()
    {
        switch (integration.Mode)
        {
            case IntegrationMode.External or IntegrationMode.BrokenAttempt:
                Sign(facts.Signed.Against.Commonest(), SwitchOnSigning);
                Envelope();
                Authorize();
                break;
            case IntegrationMode.Internal:
                RelayedEnvelope();
                Sign(facts.Signed.Against.Commonest(), SignAtRelay);
                break;
            case IntegrationMode.Direct:
                Authorize();
                Sign(facts.Signed.Against.Commonest(), SignAtOwnServers);
                break;
        }
        return _found;
    }

    /// <summary>What R3 lacks. The key or the signer is named where one is to blame.</summary>
    private void Sign(string against, Action unsigned)
    {
        if (facts.Signed.Met == facts.Signed.Judged && against.Length == 0)
            return;
        int colon = against.IndexOf("._domainkey.", StringComparison.Ordinal) < 0 ? -1 : against.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
        {
            if (facts.Signed.Judged > 0)
                unsigned();
            return;
        }
        (string record, string reason) = (against[..colon], against[(colon + 2)..]);
        switch (reason)
        {
            case "key not found" or "key not recorded" or "key revoked":
                Add($"{Name} signs with a key that is not in the DNS ({reason}): publish it again, or let {Name} use one that is.", new AdviceRecord(record, VendorRecords.KeyType(_vendor), $"<as {Name} shows it>", IsExact: false));
                break;
            case "key too weak":
                Add($"the key at {record} is shorter than 1024 bits and counts for nothing (RFC 8301): replace it by one of 2048 bits.", new AdviceRecord(record, VendorRecords.KeyType(_vendor), "<the new key>", IsExact: false));
                break;
            case "rsa sha1":
                Add($"{Name} signs with rsa-sha1, which counts for nothing (RFC 8301): let it sign with rsa-sha256.");
                break;
            case "body hash mismatch" or "signature mismatch" or "body and signature mismatch":
                Add($"mail is changed after {record} signed it ({reason}): find what adds or rewrites text (footer, gateway, list) and sign after it.");
                break;
            default:
                Add($"the signature by {record} does not count ({reason}): compare what {Name} signs with the record.");
                break;
        }
    }

    private void SwitchOnSigning()
    {
        if (_vendor is not { } vendor)
        {
            Add($"find out who runs {stream.Sender} and let it sign with d={stream.AuthorDomain}.");
            return;
        }
        if (vendor.SupportsCustomDkim == false)
        {
            Add($"{Name} cannot sign as its customers: let it relay through your servers, or send from its own domain with you in Reply-To.");
            return;
        }
        Add($"{Name}: switch on domain authentication (DKIM) for {stream.AuthorDomain} and publish what its settings show.", VendorRecords.Keys(vendor, stream.AuthorDomain));
    }

    private void SignAtRelay() => Add($"sign with d={stream.AuthorDomain} on your relay, after its last change: {facts.Signed.Against.Commonest()}.");

    private void SignAtOwnServers() => Add($"sign with d={stream.AuthorDomain} on your own servers: {facts.Signed.Against.Commonest()}.");

    /// <summary>R2 for a vendor that can have a bounce domain of its customer's; one that cannot is not told to.</summary>
    private void Envelope()
    {
        if (facts.Envelope.Judged == facts.Envelope.Met || _vendor is not { } vendor || vendor.SupportsCustomMailFrom == false || (vendor.SupportsCustomMailFrom is null && vendor.ReturnPath is null))
            return;
        Add($"{Name}: set a bounce domain (MAIL FROM) below {stream.AuthorDomain} and publish what its settings show.", VendorRecords.ReturnPath(vendor, stream.AuthorDomain));
    }

    private void RelayedEnvelope()
    {
        if (facts.Envelope.Judged > facts.Envelope.Met)
            Add($"{Name} hands mail over with an envelope that is not yours ({facts.Envelope.Against.Commonest()}): set MAIL FROM to a domain of yours there (switch bounce handling of the vendor off), or rewrite it on the relay.");
    }

    /// <summary>R1 where the envelope is the author's: the record that has to name the sender.</summary>
    private void Authorize()
    {
        string against = facts.Authorized.Against.Commonest();
        int colon = against.IndexOf(": SPF ", StringComparison.Ordinal);
        if (facts.Authorized.Judged == facts.Authorized.Met || colon < 0 || facts.Envelope.Met == 0)
            return;
        string domain = against[..colon], reason = against[(against.IndexOf(", ", colon, StringComparison.Ordinal) + 2)..];
        if (reason.StartsWith("too many", StringComparison.Ordinal))
        {
            Add($"the SPF record of {domain} needs more look-ups than SPF allows ({reason}): drop includes that no mail uses.");
            return;
        }
        if (Terms() is not { Length: > 0 } terms)
            return;
        Add(reason == "no record" ? $"{domain} has no SPF record: publish one that names {Name}." : $"the SPF record of {domain} does not name these servers of {Name} ({reason}): add them.",
            new AdviceRecord(domain, "TXT", reason == "no record" ? $"v=spf1 {terms} ~all" : $"v=spf1 ... {terms} ...", IsExact: reason == "no record"));
    }

    /// <summary>The vendor's include, else the addresses that were seen.</summary>
    private string Terms()
    {
        if (_vendor?.SpfIncludes.FirstOrDefault(i => !i.Contains('{')) is { } include)
            return $"include:{include}";
        return facts.Addresses.IsCut || facts.Addresses.Texts.Count > MaxAddresses || _vendor is not null
            ? ""
            : string.Join(' ', facts.Addresses.Texts.Keys.Select(a => a.Contains(':') ? $"ip6:{a}" : $"ip4:{a}"));
    }

    private void Add(string text, params IReadOnlyList<AdviceRecord> records) =>
        _found.Add(new Advice(stream.Sender, stream.AuthorDomain, text, records, _vendor?.Setup ?? "", _found.Count == 0 ? Failing : 0, IsProven: false));
}
