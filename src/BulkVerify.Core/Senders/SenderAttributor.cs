using System.Net;
using System.Net.Sockets;
using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>
/// Says who sent a message: a vendor of the catalog where evidence shows one, else the organizational domain of the strongest identifier, else the address block.
/// What anyone can write never outweighs what verifies. Safe for all threads; what equal evidence comes to is kept, in bounds.
/// </summary>
/// <param name="organizationalDomain">The organizational domain of a name; the name itself where there is none above it.</param>
public sealed class SenderAttributor(VendorCatalog catalog, Func<DomainName, DomainName> organizationalDomain)
{
    /// <summary>Evidence texts of one attribution.</summary>
    public const int MaxEvidence = 8;

    /// <summary><see cref="Attribution.Sender"/> when nothing tells.</summary>
    public const string UnknownSender = "unknown";

    /// <summary>What stands before the id of a vendor that is only claimed.</summary>
    public const string ClaimPrefix = "claims ";

    /// <summary>What stands before the id of a vendor that is shown too and did not win.</summary>
    public const string AlsoPrefix = "also ";

    /// <summary>Half of what is kept: an attribution takes about 0.8 KB.</summary>
    private const long GenerationBytes = 20 << 20;

    private readonly EvidenceFingerprint _fingerprint = new();
    private readonly BoundedCache<UInt128, Attribution> _known = new(GenerationBytes, static (_, attribution) => attribution.Cost());

    private static readonly Attribution Nothing = new(UnknownSender, SenderKind.Unknown, EvidenceStrength.None, []);

    public VendorCatalog Catalog => catalog;

    /// <summary>The user's own hosts that send out what others hand to them.</summary>
    public RelayList OutboundRelays { get; init; } = RelayList.Empty;

    /// <param name="evidence">Its lists may be reused after the call.</param>
    public Attribution Attribute(in SenderEvidence evidence)
    {
        // The address counts only where nothing verifies, and is different in most messages.
        SenderEvidence subject = IsVerified(evidence) ? evidence with { ClientAddress = null } : evidence;
        UInt128 fingerprint = _fingerprint.Of(subject);
        return _known.TryGet(fingerprint, out Attribution? known) ? known : _known.Add(fingerprint, Weigh(subject));
    }

    private Attribution Weigh(in SenderEvidence evidence)
    {
        var collected = new VendorHints(catalog);
        List<VendorHint> hints = collected.Collect(evidence);
        var ranking = new VendorRanking(catalog, hints, collected.Chains);
        Identifier? verified = Verified(evidence);
        if (ranking.Winner >= 0 && !IsOutweighed(ranking, verified))
            return OfVendor(ranking, hints);
        if (verified is { } identifier)
            return OfIdentifier(identifier, ranking, hints);
        Identifier? shown = Shown(evidence);
        if (ranking.Claimed >= 0 && !(shown is { Kind: not SenderKind.AddressBlock } && IsOfGateway(hints, ranking.Claimed)))
            return OfClaim(ranking, hints);
        return shown is { } best ? OfIdentifier(best, ranking, hints) : Nothing;
    }

    /// <summary>True when nothing but header fields that gateways write on receipt too point to the vendor: who received the message may have written them.</summary>
    private static bool IsOfGateway(List<VendorHint> hints, int vendor) => hints.TrueForAll(h => h.Vendor != vendor || h.Kind == EvidenceKind.GatewayHeader);

    /// <summary>The attribution of mail that a host of the author's, or of the user's, took over: to the vendor that handed it in, where the catalog knows that host and nothing says more.</summary>
    /// <param name="isAuthenticated">True when the message authenticates as the author: then the relay is the author's, and so is its word.</param>
    public Attribution OfRelayed(Attribution shown, in RelayTrace trace, DomainName? author, bool isAuthenticated)
    {
        var owners = new List<int>();
        if (shown.Kind == SenderKind.Vendor || author is null || !(trace.IsNamed || organizationalDomain(trace.Relay) == organizationalDomain(author)) || !catalog.FindOwners(trace.HandedBy.Value, owners))
            return shown;
        EvidenceStrength strength = isAuthenticated ? EvidenceStrength.Strong : EvidenceStrength.Weak;
        string text = $"handed to {trace.Relay} by {trace.HandedBy}";
        return new Attribution(catalog.Vendors[owners[0]].Id, SenderKind.Vendor, strength, [text, .. shown.Evidence.Take(MaxEvidence - 1)]);
    }

    /// <summary>A host name shows who carried the message last; a domain of a third party that verifies says more.</summary>
    private static bool IsOutweighed(VendorRanking ranking, Identifier? verified) =>
        ranking.BestKind is EvidenceKind.ReverseName or EvidenceKind.PassingHelo && verified is { Kind: SenderKind.Domain };

    private Attribution OfVendor(VendorRanking ranking, List<VendorHint> hints)
    {
        var texts = new List<string>(MaxEvidence);
        AddTexts(texts, hints, ranking.Winner);
        AddTexts(texts, hints, ranking.Platform);
        AddOther(texts, hints, ranking.RunnerUp, AlsoPrefix);
        AddOther(texts, hints, ranking.Claimed, ClaimPrefix);
        return new Attribution(catalog.Vendors[ranking.Winner].Id, SenderKind.Vendor, ranking.BestKind.Strength(), texts)
        {
            Platform = IdOf(ranking.Platform),
            ClaimedVendor = IdOf(ranking.Claimed),
            RunnerUp = IdOf(ranking.RunnerUp),
        };
    }

    private Attribution OfIdentifier(in Identifier identifier, VendorRanking ranking, List<VendorHint> hints)
    {
        List<string> texts = [identifier.Text];
        AddOther(texts, hints, ranking.Winner, AlsoPrefix);
        AddOther(texts, hints, ranking.Claimed, ClaimPrefix);
        return new Attribution(identifier.Sender, identifier.Kind, identifier.Strength, texts) { ClaimedVendor = IdOf(ranking.Claimed), RunnerUp = IdOf(ranking.Winner) };
    }

    private Attribution OfClaim(VendorRanking ranking, List<VendorHint> hints)
    {
        var texts = new List<string>(MaxEvidence);
        AddTexts(texts, hints, ranking.Claimed);
        string id = catalog.Vendors[ranking.Claimed].Id;
        return new Attribution(ClaimPrefix + id, SenderKind.ClaimedVendor, EvidenceStrength.Claimed, texts) { ClaimedVendor = id };
    }

    /// <summary>True when <see cref="Verified"/> finds something.</summary>
    private static bool IsVerified(in SenderEvidence evidence)
    {
        for (int i = 0; i < evidence.Signatures.Count; i++)
        {
            if (evidence.Signatures[i].Passes)
                return true;
        }
        return evidence is { Spf: AuthResult.Pass, MailFromDomain: not null };
    }

    /// <summary>The strongest identifier that verifies: an aligned signature, any signature, MAIL FROM.</summary>
    private Identifier? Verified(in SenderEvidence evidence)
    {
        Identifier? other = null;
        foreach (SignatureEvidence signature in evidence.Signatures)
        {
            if (!signature.Passes)
                continue;
            if (signature.IsAligned)
                return Of(signature.Domain, evidence, EvidenceStrength.Certain, $"passing d={signature.Domain}");
            other ??= Of(signature.Domain, evidence, EvidenceStrength.Certain, $"passing d={signature.Domain}");
        }
        if (other is null && evidence.Spf == AuthResult.Pass && evidence.MailFromDomain is { } domain)
            return Of(domain, evidence, EvidenceStrength.Strong, $"MAIL FROM {domain} passes SPF");
        return other;
    }

    /// <summary>The best of what the connection shows. HELO under the author's domain is no sign of the author: it is what a forger writes.</summary>
    private Identifier? Shown(in SenderEvidence evidence)
    {
        if (evidence.ClientAddress is not { } address)
            return null;
        if (evidence.ReverseName is { LabelCount: > 1, IsHostName: true } reverse)
            return Of(reverse, evidence, EvidenceStrength.Weak, $"host name {reverse}");
        if (evidence.Helo is { LabelCount: > 1, IsHostName: true } helo && Of(helo, evidence, EvidenceStrength.Claimed, $"HELO {helo}") is { Kind: SenderKind.Domain } named)
            return named;
        string block = Block(address);
        return new Identifier(block, SenderKind.AddressBlock, EvidenceStrength.Weak, $"address {address}");
    }

    private Identifier Of(DomainName domain, in SenderEvidence evidence, EvidenceStrength strength, string text)
    {
        DomainName organization = organizationalDomain(domain);
        bool isOwn = evidence.AuthorDomain is { } author && organizationalDomain(author) == organization;
        return new Identifier(organization.Value, isOwn ? SenderKind.Own : SenderKind.Domain, strength, text);
    }

    private static string Block(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int length);
        bool isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        octets[(isV4 ? 3 : 6)..length].Clear();
        return $"{new IPAddress(octets[..length])}/{(isV4 ? 24 : 48)}";
    }

    private static void AddTexts(List<string> texts, List<VendorHint> hints, int vendor)
    {
        foreach (VendorHint hint in hints)
        {
            if (hint.Vendor == vendor && texts.Count < MaxEvidence && hint.ToString() is var text && !texts.Contains(text))
                texts.Add(text);
        }
    }

    /// <summary>The best evidence of a vendor that contradicts the sender; it takes the place of the sender's last text when there is no room.</summary>
    private void AddOther(List<string> texts, List<VendorHint> hints, int vendor, string prefix)
    {
        if (vendor < 0)
            return;
        string text = $"{prefix}{catalog.Vendors[vendor].Id}: {hints.Where(h => h.Vendor == vendor).MinBy(h => h.Kind)}";
        if (texts.Count < MaxEvidence)
            texts.Add(text);
        else
            texts[prefix == ClaimPrefix ? ^1 : ^2] = text;
    }

    private string? IdOf(int vendor) => vendor < 0 ? null : catalog.Vendors[vendor].Id;

    private readonly record struct Identifier(string Sender, SenderKind Kind, EvidenceStrength Strength, string Text);
}
