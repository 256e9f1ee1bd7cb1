using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What to change for a stream: follows from its mode, what it lacks, and what the vendor can do. Pure. A piece of advice gains the failing messages that it
/// repairs and that no earlier piece for the stream repairs: one aligned pass is enough, whatever comes after makes it both.</summary>
internal sealed class AdviceFinder(SummaryContext context, StreamKey stream, StreamTally tally, Integration integration)
{
    private const int MaxAddresses = 10;

    private const int MaxAbsentKeys = 3;

    /// <summary>A key that no mail of the stream's last days was signed with was retired, which is no fault.</summary>
    private const long KeyInUseSeconds = 90 * 86_400;

    private readonly List<Advice> _found = [];
    private readonly Vendor? _vendor = context.Catalog.Find(stream.Sender);
    private readonly StreamFacts _facts = tally.Facts;
    private readonly UnrepairedCauses _unrepaired = new(tally);
    private readonly StrictAlignment? _strict = StrictAlignment.Of(stream, tally.Facts, context);

    private string Name => _vendor?.Name ?? stream.Sender;

    private const string NewKey = "<the new key>";

    private const string DnsOwner = "DNS owner";

    private const string RelayAdmin = "admin of your relay";

    private string SenderAdmin => integration.Mode == IntegrationMode.Direct ? "admin of your mail servers" : $"{Name} admin";

    private string AdminThenDns => $"{SenderAdmin}, then {DnsOwner}";

    /// <summary>What strict alignment keeps from counting, and how many messages fail for it alone: they are nobody else's gain. Null without any; known after <see cref="Find"/>.</summary>
    public (StrictAlignment Alignment, long Gain)? Relaxable { get; private set; }

    public IReadOnlyList<Advice> Find()
    {
        if (integration.Mode is IntegrationMode.External or IntegrationMode.BrokenAttempt or IntegrationMode.Internal or IntegrationMode.Direct)
            Relax();
        switch (integration.Mode)
        {
            case IntegrationMode.External or IntegrationMode.BrokenAttempt:
                PublishKeys();
                Authorize();
                Sign(SwitchOnSigning);
                Envelope();
                break;
            case IntegrationMode.Internal:
                RelayedEnvelope();
                PublishKeys();
                Sign(SignAtRelay);
                break;
            case IntegrationMode.Direct:
                PublishKeys();
                Authorize();
                Sign(SignAtOwnServers);
                break;
        }
        return _found;
    }

    /// <summary>One record serves all streams of its organization: it is told once, by <see cref="PolicyAdvice"/>.</summary>
    private void Relax()
    {
        if (_strict is { } strict && (strict.Envelope.Length > 0 || strict.Signer.Length > 0))
            Relaxable = (strict, _unrepaired.TakeAtMost(strict.Envelopes, c => c.SpfPassesForOther) + _unrepaired.TakeAtMost(strict.Signers, c => c.DkimPassesForOther));
    }

    /// <summary>Keys that the DNS said it does not have while mail is signed with them.</summary>
    private void PublishKeys()
    {
        if (_facts.LastKeyAbsent is { } last && (last < tally.Last - KeyInUseSeconds || last < context.AskedAt - SummaryContext.OldMailSeconds))
            return;
        foreach ((string text, long count) in _facts.AbsentKeys.ByCount().Take(MaxAbsentKeys))
        {
            (string record, string reason) = SplitKey(text);
            AddDnsChange(AdviceKind.PublishKey, AdminThenDns, $"{Name} signs with a key that is not in the DNS ({reason}): publish it again, or let {Name} use one that is.", count, KeyRecord(record, $"<as {Name} shows it>"));
        }
    }

    /// <summary>What R3 lacks. The key or the signer is named where one is to blame.</summary>
    private void Sign(Action unsigned)
    {
        string against = _facts.Signed.Against.Commonest();
        if (_facts.Signed.Met == _facts.Signed.Judged || against.Length == 0)
            return;
        (string record, string reason) = SplitKey(against);
        if (record.Length == 0)
        {
            unsigned();
            return;
        }
        SignatureAdvice advice = SignatureAdvice.For(record, reason, Name);
        string who = advice.AtRecord ? AdminThenDns : integration.Mode == IntegrationMode.Internal && advice.Kind == AdviceKind.SignLast ? RelayAdmin : SenderAdmin;
        Add(advice.Kind, who, advice.Text, _unrepaired.Take(c => c.HasOwnSignature(reason)), advice.Kind == AdviceKind.ReplaceKey ? [KeyRecord(record, NewKey)] : []);
    }

    /// <summary>"s1._domainkey.example.com: key not found" as record and reason; the record is empty for what names no key.</summary>
    private static (string Record, string Reason) SplitKey(string text)
    {
        int colon = text.Contains("._domainkey.", StringComparison.Ordinal) ? text.IndexOf(": ", StringComparison.Ordinal) : -1;
        return colon < 0 ? ("", text) : (text[..colon], text[(colon + 2)..]);
    }

    /// <summary>The record of a key that is to be published; exact where the catalog knows what stands at that name.</summary>
    private AdviceRecord KeyRecord(string name, string otherwise) =>
        (_vendor is null ? null : VendorRecords.Keys(_vendor, stream.AuthorDomain).FirstOrDefault(r => r.IsExact && r.Name == name))
        ?? new AdviceRecord(name, VendorRecords.KeyType(_vendor), VendorRecords.KeyType(_vendor) == "CNAME" ? $"<as {Name} shows it>" : otherwise, IsExact: false);

    private void SwitchOnSigning()
    {
        if (_vendor is not { } vendor)
        {
            Add(AdviceKind.SignAsAuthor, $"whoever runs {stream.Sender}", $"find out who runs {stream.Sender} and let it sign with d={stream.AuthorDomain}.", Unsigned());
            return;
        }
        if (vendor.SupportsCustomDkim == false)
        {
            Add(AdviceKind.ChangeMode, SenderAdmin, $"{Name} cannot sign as its customers: let it {(vendor.Modes.Contains("internal") ? "relay through your servers, or " : "")}send from its own domain with you in Reply-To.", Unsigned());
            return;
        }
        Add(AdviceKind.SignAsAuthor, AdminThenDns, $"{Name}: switch on domain authentication (DKIM) for {stream.AuthorDomain} and publish what its settings show.", Unsigned(), VendorRecords.Keys(vendor, stream.AuthorDomain));
    }

    private void SignAtRelay() => Add(AdviceKind.SignAsAuthor, RelayAdmin, $"sign with d={stream.AuthorDomain} on your relay, after its last change: {_facts.Signed.Against.Commonest()}.", Unsigned());

    private void SignAtOwnServers() => Add(AdviceKind.SignAsAuthor, SenderAdmin, $"sign with d={stream.AuthorDomain} on your own servers: {_facts.Signed.Against.Commonest()}.", Unsigned());

    private long Unsigned() => _unrepaired.Take(c => c.LacksOwnSignature);

    /// <summary>R2 for a vendor that can have a bounce domain of its customer's; one that cannot is not told to, nor one whose bounce domain would not count.</summary>
    private void Envelope()
    {
        if (_strict is { OfSpf: true } || _facts.Envelope.Judged == _facts.Envelope.Met || _vendor is not { } vendor || vendor.SupportsCustomMailFrom == false || (vendor.SupportsCustomMailFrom is null && vendor.ReturnPath is null))
            return;
        Add(AdviceKind.AlignEnvelope, AdminThenDns, $"{Name}: set a bounce domain (MAIL FROM) below {stream.AuthorDomain} and publish what its settings show.", _unrepaired.Take(c => c.SpfPassesForOther), VendorRecords.ReturnPath(vendor, stream.AuthorDomain));
    }

    private void RelayedEnvelope()
    {
        if (_facts.Envelope.Judged > _facts.Envelope.Met)
            Add(AdviceKind.AlignEnvelope, $"{SenderAdmin} or {RelayAdmin}", $"{Name} hands mail over with an envelope that is not yours ({_facts.Envelope.Against.Commonest()}): set MAIL FROM to a domain of yours there (switch bounce handling of the vendor off), or rewrite it on the relay.", _unrepaired.Take(c => c.SpfPassesForOther));
    }

    /// <summary>R1 where the envelope is the author's: the record that has to name the sender.</summary>
    private void Authorize()
    {
        (string domain, string reason) = Unauthorized();
        if (domain.Length == 0)
            return;
        string terms = Terms();
        if (SpfAdvice.For(domain, Name, reason, terms, context.Dns) is { } advice)
            AddDnsChange(
                advice.Kind, DnsOwner, $"the SPF record of {domain} {advice.Text}", _unrepaired.TakeCounted(_facts.Unauthorized, domain), advice.Record ?? new AdviceRecord(domain, "TXT", "", IsExact: false),
                advice.Kind == AdviceKind.AuthorizeSender ? new SpfChange(domain, Name, reason, terms) : null);
    }

    /// <summary>The domain of the author's organization whose record refuses most messages, and why; empty without one.</summary>
    private (string Domain, string Reason) Unauthorized()
    {
        if (_facts.Authorized.Judged == _facts.Authorized.Met || DomainName.TryParse(stream.AuthorDomain.AsSpan()) is not { } author)
            return ("", "");
        DomainName organization = context.PublicSuffixes.OrganizationalDomain(author);
        foreach ((string against, _) in _facts.Authorized.Against.ByCount())
        {
            int colon = against.IndexOf(": SPF ", StringComparison.Ordinal);
            if (colon > 0 && DomainName.TryParse(against.AsSpan(0, colon)) is { } domain && domain.IsSameOrBelow(organization))
                return (against[..colon], against[(against.IndexOf(", ", colon, StringComparison.Ordinal) + 2)..]);
        }
        return ("", "");
    }

    /// <summary>The vendor's include, else the addresses that were seen.</summary>
    private string Terms()
    {
        if (_vendor?.SpfIncludes.FirstOrDefault(i => !i.Contains('{')) is { } include)
            return $"include:{include}";
        return _facts.Addresses.IsCut || _facts.Addresses.Texts.Count > MaxAddresses || _vendor is not null
            ? ""
            : string.Join(' ', _facts.Addresses.Texts.Keys.Select(a => a.Contains(':') ? $"ip6:{a}" : $"ip4:{a}"));
    }

    private void Add(AdviceKind kind, string who, string text, long gain, params IReadOnlyList<AdviceRecord> records) =>
        _found.Add(Make(kind, who, text, gain, records, isDnsChange: false));

    /// <summary>Adds what is done by publishing alone, with what it was proven to gain.</summary>
    /// <param name="record">The record to change; its value is empty where nobody but its owner can say what comes to stand there.</param>
    private void AddDnsChange(AdviceKind kind, string who, string text, long gain, AdviceRecord record, SpfChange? spf = null)
    {
        Advice advice = Make(kind, who, text, gain, record.Value.Length > 0 ? [record] : [], isDnsChange: record.Value.Length > 0) with { Checks = AdviceSteps.Checks([record], RequirementOf(kind), isDnsChange: true), Spf = spf };
        if (context.WithProof(advice) is { } found)
            _found.Add(found);
    }

    private Advice Make(AdviceKind kind, string who, string text, long gain, IReadOnlyList<AdviceRecord> records, bool isDnsChange) =>
        new(stream.Sender, stream.AuthorDomain, $"{text}{(isDnsChange ? "" : StandingRecords.WordsFor(records, context.Dns))}", records, _vendor?.Setup ?? "", gain, IsProven: false)
        {
            Kind = kind,
            Requirement = RequirementOf(kind),
            IsDnsChange = isDnsChange,
            Zone = AdviceZone.Of(records),
            Who = who,
            Checks = AdviceSteps.Checks(records, RequirementOf(kind), isDnsChange),
            Placeholders = AdviceSteps.Placeholders(records, _vendor),
        };

    private static string RequirementOf(AdviceKind kind) => kind switch
    {
        AdviceKind.AuthorizeSender or AdviceKind.MendSpf or AdviceKind.ReduceLookups => "R1",
        AdviceKind.AlignEnvelope => "R2",
        _ => "R3",
    };
}
