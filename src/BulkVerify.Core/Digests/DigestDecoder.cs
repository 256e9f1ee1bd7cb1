using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Reads digests that <see cref="DigestEncoder"/> wrote. Names and texts that many messages share are made once. One per worker: not thread-safe.</summary>
public sealed class DigestDecoder
{
    /// <summary>Fingerprints kept to be shared; a catalog has a few hundred.</summary>
    private const int MaxFingerprints = 4096;

    private readonly NameTable _names;
    private readonly Dictionary<(string Owner, string Name, bool ReceiversWriteIt), HeaderFingerprint> _fingerprints = [];

    /// <param name="names">Names that were met lately, for this thread alone; null for a table of its own.</param>
    public DigestDecoder(NameTable? names = null)
    {
        _names = names ?? new NameTable();
    }

    /// <summary>The digest that <paramref name="octets"/> hold from first to last; null when they hold none, whatever they are.</summary>
    public MessageDigest? Read(ReadOnlySpan<byte> octets)
    {
        var from = new PackedReader(octets);
        var locator = new MessageLocator(from.Text(_names), from.Signed());
        int length = from.Count(int.MaxValue);
        ulong fingerprint = from.Fixed64();
        var claims = new MessageClaims();
        claims.Clear();
        ReadClaims(ref from, claims);
        ReadEnvelope(ref from, claims.Envelope);
        VendorMarks marks = ReadMarks(ref from);
        SignatureDigests signatures = ReadSignatures(ref from, claims);
        if (from.Failed || !from.IsAtEnd)
            return null;
        return new MessageDigest { Locator = locator, Length = length, Fingerprint = fingerprint, Claims = claims, Marks = marks, Signatures = signatures };
    }

    private void ReadClaims(ref PackedReader from, MessageClaims claims)
    {
        claims.MessageId = from.Text();
        claims.Exporter = from.Code<Exporter>();
        claims.Date = from.SignedOrNull();
        claims.Author = from.Author(_names);
        claims.AuthorName = from.Text(_names);
        claims.Subject = from.Text();
        foreach (DomainName name in from.Names(_names))
            claims.AddReplyTo(name);
        claims.SenderDomain = from.Name(_names);
        claims.ToDomain = from.Name(_names);
        claims.FeedbackId = from.Text(_names);
        claims.Unsubscribe = ReadUnsubscribe(ref from);
        claims.Lists.Flags = from.Code<ListTraceFlags>();
        claims.Lists.ListId = from.Text(_names);
        claims.Lists.SubjectTag = from.Text(_names);
    }

    private UnsubscribeFacts ReadUnsubscribe(ref PackedReader from) => new()
    {
        Fields = from.Count(int.MaxValue),
        PostFields = from.Count(int.MaxValue),
        HttpsUris = from.Count(int.MaxValue),
        PostIsOneClick = from.Flag(),
        HasOtherUri = from.Flag(),
        Host = from.Name(_names),
    };

    private void ReadEnvelope(ref PackedReader from, EnvelopeFacts facts)
    {
        facts.ClientIp = from.Address();
        facts.ClientIpSource = from.Code<EnvelopeSource>();
        facts.Helo = from.Flag() ? from.Text(_names) : null;
        facts.HeloSource = from.Code<EnvelopeSource>();
        bool isNull = from.Flag();
        DomainName? domain = from.Name(_names);
        string localPart = from.Text();
        facts.MailFrom = isNull ? ReversePath.Null : ReversePath.Of(localPart, domain);
        facts.MailFromSource = from.Code<EnvelopeSource>();
        facts.ReceivedAt = from.SignedOrNull();
        facts.ReceivedAtSource = from.Code<ReceiptTimeSource>();
        facts.Class = from.Code<ReceiptClass>();
        int hopCount = from.Count(int.MaxValue);
        facts.BoundaryHop = (int)Math.Clamp(from.Signed(), -1, EnvelopeFacts.MaxHops);
        facts.IsSubmission = from.Flag();
        for (int i = from.Items(); i > 0; i--)
            facts.AddHop(ReadHop(ref from));
        facts.HopCount = hopCount;
        ReadRecorded(ref from, facts.Recorded);
    }

    private ReceivedHop ReadHop(ref PackedReader from) => new(
        from.Count(int.MaxValue), from.Flag(), from.Text(_names), from.Text(_names), from.Flag(), from.Address(),
        from.Text(_names), from.Text(_names), from.Text(_names), from.SignedOrNull(), from.Flag());

    private void ReadRecorded(ref PackedReader from, RecordedVerdicts recorded)
    {
        recorded.AuthservId = from.Text(_names);
        recorded.OfferedBy = from.Text(_names);
        recorded.Spf = from.CodeOrNull<AuthResult>();
        recorded.Dmarc = from.CodeOrNull<AuthResult>();
        recorded.Arc = from.CodeOrNull<AuthResult>();
        for (int i = from.Items(); i > 0; i--)
            recorded.Add(new RecordedSignature(from.Code<AuthResult>(), from.Name(_names), from.Text(_names), from.Text()));
    }

    private VendorMarks ReadMarks(ref PackedReader from)
    {
        var headers = new HeaderFingerprint[from.Items()];
        for (int i = 0; i < headers.Length; i++)
            headers[i] = FingerprintOf(from.Text(_names), from.Text(_names), from.Flag());
        var owners = new string[from.Items()];
        for (int i = 0; i < owners.Length; i++)
            owners[i] = from.Text(_names);
        DomainName[] hosts = from.Names(_names);
        return headers.Length + owners.Length + hosts.Length == 0 ? VendorMarks.None : new VendorMarks(headers, owners, hosts);
    }

    /// <summary>What the value looked like is not needed once it matched.</summary>
    private HeaderFingerprint FingerprintOf(string owner, string name, bool receiversWriteIt)
    {
        if (_fingerprints.TryGetValue((owner, name, receiversWriteIt), out HeaderFingerprint? known))
            return known;
        if (_fingerprints.Count == MaxFingerprints)
            _fingerprints.Clear();
        return _fingerprints[(owner, name, receiversWriteIt)] = new HeaderFingerprint(owner, name, Value: null, receiversWriteIt);
    }

    private SignatureDigests ReadSignatures(ref PackedReader from, MessageClaims claims)
    {
        MboxReading reading = from.Code<MboxReading>();
        ulong fingerprint = from.Fixed64();
        var dkim = new SignatureDigest[from.Items()];
        for (int i = 0; i < dkim.Length; i++)
            dkim[i] = ReadSignature(ref from);
        ArcChainDigest? arc = ArcChainCodec.Read(ref from, ReadSignature);
        if (dkim.Length == 0 && arc is null)
            return new SignatureDigests([], null, reading) { BodyFingerprint = fingerprint };
        claims.Signatures = new SignatureClaims([.. dkim.Select(d => d.Claim)], arc is null ? null : ReadArcSets(ref from, arc), arc?.Structure ?? ArcStructure.Complete);
        return new SignatureDigests(dkim, arc, reading) { BodyFingerprint = fingerprint };
    }

    private static ArcSetClaim[] ReadArcSets(ref PackedReader from, ArcChainDigest arc)
    {
        var sets = new ArcSetClaim[arc.Sets.Count];
        for (int i = 0; i < sets.Length; i++)
        {
            ArcSetDigest digest = arc.Sets[i];
            int resultsField = (int)Math.Clamp(from.Signed(), -1, int.MaxValue);
            sets[i] = new ArcSetClaim { Instance = digest.Instance, ResultsFieldIndex = resultsField, MessageSignature = digest.MessageSignature?.Claim, Seal = digest.Seal?.Claim };
        }
        return sets;
    }

    private SignatureDigest ReadSignature(ref PackedReader from) => new()
    {
        Claim = ReadClaim(ref from),
        HeaderHash = ReadHash(ref from),
        BodyHashMatches = from.Flag(),
        ComputedBodyHash = ReadHash(ref from),
        UnsignedBodyBytes = from.Signed(),
        KeyChecks = from.KeyChecks(),
    };

    /// <summary>Of SHA-256 or SHA-1, or none: verification counts on the length.</summary>
    private static byte[] ReadHash(ref PackedReader from)
    {
        byte[] hash = from.Octets().ToArray();
        if (hash.Length is not (0 or 20 or 32))
            from.Fail();
        return hash;
    }

    private SignatureClaim ReadClaim(ref PackedReader from) => new()
    {
        Kind = from.Code<SignatureKind>(),
        Syntax = from.Code<SignatureSyntax>(),
        FieldIndex = from.Count(int.MaxValue),
        Algorithm = from.Code<SignatureAlgorithm>(),
        HeaderCanonicalization = from.Code<Canonicalization>(),
        BodyCanonicalization = from.Code<Canonicalization>(),
        Domain = from.Name(_names),
        Selector = from.Name(_names),
        KeyName = from.Name(_names),
        IdentityDomain = from.Name(_names),
        BodyLength = from.SignedOrNull(),
        BodyHash = from.Octets().ToArray(),
        Signature = from.Octets().ToArray(),
        SignedAt = from.SignedOrNull(),
        ExpiresAt = from.SignedOrNull(),
        ArcInstance = from.Count(int.MaxValue),
        ChainValidation = from.Code<ArcChainValidation>(),
        SignsUnsubscribe = from.Flag(),
        LeavesDuplicatesUnsigned = from.Flag(),
    };
}
