using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Collects what one message shows of vendors. Bounded: what comes after <see cref="MaxHints"/> is weaker than what came before.</summary>
internal sealed class VendorHints(VendorCatalog catalog)
{
    /// <summary>Pieces of evidence kept of one message.</summary>
    public const int MaxHints = 64;

    private const int MaxSignatures = 32;
    private const int MaxAliases = 16;
    private const int MaxTerms = 16;

    private readonly List<VendorHint> _hints = [];
    private readonly List<int> _found = [];
    private readonly List<(int Vendor, int Platform)> _chains = [];

    /// <summary>Pairs that the message itself shows: the first one's name leads to the second one's by CNAME, or the second one's key signed for the first one's domain.</summary>
    public IReadOnlyList<(int Vendor, int Platform)> Chains => _chains;

    public List<VendorHint> Collect(in SenderEvidence evidence)
    {
        TakeSignatures(evidence.Signatures, passing: true);
        TakeSpf(evidence);
        TakeHost(evidence);
        TakeSignatures(evidence.Signatures, passing: false);
        TakeMarks(evidence.Marks);
        return _hints;
    }

    private void TakeSignatures(IReadOnlyList<SignatureEvidence> signatures, bool passing)
    {
        for (int i = 0; i < signatures.Count && i < MaxSignatures; i++)
        {
            SignatureEvidence signature = signatures[i];
            if (signature.Passes != passing)
                continue;
            if (catalog.FindOwners(signature.Domain.Value, _found))
                Add(passing ? EvidenceKind.PassingDomain : signature.IsOpen ? EvidenceKind.OpenDomain : EvidenceKind.FailedDomain, signature.Domain.Value, signature.Fault);
            if (passing)
                TakeKey(signature);
            else
                TakeUnprovenKey(signature);
        }
    }

    /// <summary>Whose key it is that verifies a signature: only the holder of the private key can have made it, whatever the domain.</summary>
    private void TakeKey(in SignatureEvidence signature)
    {
        List<int> signedFor = OwnersOf(signature.Domain);
        TakeChain(signature.KeyAliases, EvidenceKind.KeyTarget, KeyName(signature), catalog.FindByKeyTarget, signedFor);
        if (signature.KeySha256 is { } hash && catalog.FindBySharedKey(hash, _found))
        {
            Link(signedFor);
            Add(EvidenceKind.SharedKey, catalog.Vendors[_found[0]].SharedKeys.First(k => k.Sha256 == hash).Selector, KeyName(signature));
        }
        if (catalog.FindBySelector(signature.Selector, _found))
            Add(EvidenceKind.Selector, signature.Selector, signature.Domain.Value);
    }

    /// <summary>Where the author's own records lead is known; that the vendor made this signature is not.</summary>
    private void TakeUnprovenKey(in SignatureEvidence signature)
    {
        TakeChain(signature.KeyAliases, EvidenceKind.UnprovenKeyTarget, KeyName(signature), catalog.FindByKeyTarget, []);
        if (signature.IsOpen && catalog.FindBySelector(signature.Selector, _found))
            Add(EvidenceKind.UnprovenSelector, signature.Selector, signature.Domain.Value);
    }

    /// <summary>Each name of a CNAME chain that is a vendor's. Who comes later in a chain carries the mail of who comes before.</summary>
    /// <param name="before">Who stands at the chain's start; gains who is found.</param>
    private void TakeChain(IReadOnlyList<DomainName> aliases, EvidenceKind kind, string place, Finder find, List<int> before)
    {
        for (int i = 0; i < aliases.Count && i < MaxAliases; i++)
        {
            if (!find(aliases[i].Value, _found))
                continue;
            Link(before);
            before.AddRange(_found);
            Add(kind, aliases[i].Value, place);
        }
    }

    /// <summary>Notes that who is found carries the mail of each of these.</summary>
    private void Link(List<int> before)
    {
        foreach (int vendor in before)
            _chains.AddRange(_found.Where(f => !before.Contains(f)).Select(f => (vendor, f)));
    }

    private List<int> OwnersOf(DomainName domain)
    {
        var owners = new List<int>();
        catalog.FindOwners(domain.Value, owners);
        return owners;
    }

    private void TakeSpf(in SenderEvidence evidence)
    {
        bool passes = evidence.Spf == AuthResult.Pass;
        for (int i = 0; passes && i < evidence.SpfPath.Count && i < MaxTerms; i++)
            TakeTerm(evidence.SpfPath[i]);
        if (evidence.MailFromDomain is not { } domain)
            return;
        if (passes)
            TakeChain(evidence.MailFromAliases, EvidenceKind.MailFromTarget, domain.Value, catalog.FindByBounceTarget, []);
        if (catalog.FindOwners(domain.Value, _found))
            Add(passes ? EvidenceKind.MailFrom : EvidenceKind.UnprovenMailFrom, domain.Value);
        if (passes && catalog.FindByCustomerMailFrom(domain.Value, _found))
            Add(EvidenceKind.CustomerMailFrom, domain.Value);
    }

    private void TakeTerm(string term)
    {
        int colon = term.AsSpan().IndexOfAny(":=");
        if (colon < 0 || DomainName.TryParse(term.AsSpan(colon + 1)) is not { } domain || !catalog.FindByInclude(domain.Value, _found))
            return;
        Add(EvidenceKind.SpfTerm, term);
    }

    private void TakeHost(in SenderEvidence evidence)
    {
        if (evidence.ReverseName is { } reverse && catalog.FindOwners(reverse.Value, _found))
            Add(EvidenceKind.ReverseName, reverse.Value);
        if (evidence.Helo is { } helo && catalog.FindOwners(helo.Value, _found))
            Add(evidence.HeloSpf == AuthResult.Pass ? EvidenceKind.PassingHelo : EvidenceKind.Helo, helo.Value);
    }

    private void TakeMarks(VendorMarks marks)
    {
        foreach (string owner in marks.FeedbackIdOwners)
            AddClaim(owner, EvidenceKind.FeedbackId, "");
        foreach (DomainName host in marks.UnsubscribeHosts)
        {
            if (catalog.FindByUnsubscribeHost(host.Value, _found))
                Add(EvidenceKind.UnsubscribeHost, host.Value);
        }
        foreach (HeaderFingerprint header in marks.Headers)
            AddClaim(header.Owner, header.ReceiversWriteIt ? EvidenceKind.GatewayHeader : EvidenceKind.Header, header.Name);
    }

    private void AddClaim(string owner, EvidenceKind kind, string subject)
    {
        int vendor = catalog.IndexOf(owner);
        if (vendor < 0)
            return;
        _found.Add(vendor);
        Add(kind, subject);
    }

    private void Add(EvidenceKind kind, string subject, string place = "")
    {
        foreach (int vendor in _found)
        {
            if (_hints.Count < MaxHints && !catalog.Vendors[vendor].OnlyPublishesRecords)
                _hints.Add(new VendorHint(vendor, kind, subject, place));
        }
        _found.Clear();
    }

    private delegate bool Finder(ReadOnlySpan<char> name, List<int> vendors);

    private static string KeyName(in SignatureEvidence signature) => $"{signature.Selector}._domainkey.{signature.Domain.Value}";
}
