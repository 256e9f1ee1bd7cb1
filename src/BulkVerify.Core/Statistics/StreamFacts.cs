namespace BulkVerify.Statistics;

/// <summary>What the mail of a stream shows of how its sender works for the author domain: from it mode, requirements and advice follow. Only received mail that no list or
/// forwarder changed counts. Adding and merging commute. Not thread-safe.</summary>
public sealed class StreamFacts : IStoredTally
{
    /// <summary>Policies that count for nothing, in <see cref="Policies"/>.</summary>
    internal const string SeveralPolicies = nameof(Evaluation.Dmarc.DmarcReason.SeveralRecords), VoidPolicy = nameof(Evaluation.Dmarc.DmarcReason.RecordNotApplicable);

    private const int MaxHosts = 8;

    /// <summary>Messages counted here.</summary>
    public long Messages { get; set; }

    /// <summary>Messages that are not counted because a list or forwarder explains why nothing aligns.</summary>
    public long Indirect { get; set; }

    /// <summary>Messages whose sender is shown by something that verifies.</summary>
    public long Proven { get; set; }

    /// <summary>Messages whose sender is shown by names of hosts, selectors or records only.</summary>
    public long Named { get; set; }

    /// <summary>R1: the record of the MAIL FROM domain authorizes the sending address.</summary>
    public RequirementTally Authorized { get; set; } = new();

    /// <summary>R2: MAIL FROM is aligned with From.</summary>
    public RequirementTally Envelope { get; set; } = new();

    /// <summary>R3: an aligned signature passes, with a key of at least 1024 bits.</summary>
    public RequirementTally Signed { get; set; } = new();

    /// <summary>R4: one of the two passes aligned.</summary>
    public RequirementTally Either { get; set; } = new();

    /// <summary>Both pass aligned.</summary>
    public long Both { get; set; }

    /// <summary>Messages that a host of the author's, or one that the user named, took from the sender and sent on.</summary>
    public long Relayed { get; set; }

    /// <summary>Of those the ones where a signature by another domain was broken, and an aligned one passes.</summary>
    public long RelayedResigned { get; set; }

    /// <summary>Messages signed with an aligned d=, whatever came of it.</summary>
    public long SignedAsAuthor { get; set; }

    /// <summary>Messages that authenticate for some domain, aligned or not.</summary>
    public long Authenticated { get; set; }

    /// <summary>Kinds of sender by name.</summary>
    public KeptCounts Kinds { get; set; } = new();

    public KeptCounts Platforms { get; set; } = new();

    /// <summary>What shows the sender, but for <see cref="HostEvidence"/>.</summary>
    public KeptCounts Evidence { get; set; } = new();

    /// <summary>Hosts and envelope domains that show the sender: a vendor has hundreds, which would leave no room for what all messages have. A few are enough.</summary>
    public KeptCounts HostEvidence { get; set; } = new(MaxHosts);

    /// <summary>Of both the best piece of each message.</summary>
    public KeptCounts BestEvidence { get; set; } = new();

    /// <summary>Vendors that messages name and nothing verifies.</summary>
    public KeptCounts Claims { get; set; } = new();

    /// <summary>Domains that SPF was checked for: "domain result".</summary>
    public KeptCounts SpfDomains { get; set; } = new();

    /// <summary>Terms that SPF matched at the first level, with their domain: "example.com include:_spf.vendor.example".</summary>
    public KeptCounts SpfTerms { get; set; } = new();

    /// <summary>Aligned signing domains with their selectors: "d s".</summary>
    public KeptCounts AlignedKeys { get; set; } = new();

    /// <summary>Messages that would pass if a DMARC record that counts were published: one mechanism passes aligned.</summary>
    public long Unpublished { get; set; }

    /// <summary>Lists that messages came through, by List-Id.</summary>
    public KeptCounts Lists { get; set; } = new();

    /// <summary>Keys that the DNS said it does not have and for which alone messages do not pass: "s1._domainkey.example.com: key not found".</summary>
    public KeptCounts AbsentKeys { get; set; } = new();

    /// <summary>Receipt of the last message that lacks such a key, seconds of the Unix epoch; null without one.</summary>
    public long? LastKeyAbsent { get; set; }

    /// <summary>Messages that fail with an envelope of the author's whose record does not name the sending address: "example.com CAUSE".</summary>
    public KeptCounts Unauthorized { get; set; } = new();

    /// <summary>Signing domains that pass and are not aligned.</summary>
    public KeptCounts OtherSigners { get; set; } = new();

    /// <summary>Sending addresses of what no forwarder sent on.</summary>
    public KeptCounts Addresses { get; set; } = new();

    public KeptCounts ReplyTo { get; set; } = new();

    /// <summary>Display names that may name somebody else than the From domain.</summary>
    public KeptCounts AuthorNames { get; set; } = new();

    /// <summary>Who handed the mail to which relay: "host > relay".</summary>
    public KeptCounts Relays { get; set; } = new();

    /// <summary>Published policies: "p domain", "none" without a record, "SeveralRecords" or "RecordNotApplicable" where what is published counts for nothing.</summary>
    public KeptCounts Policies { get; set; } = new();

    /// <summary>Messages by one-click unsubscribe: signed, unsigned, invalid.</summary>
    public KeptCounts OneClick { get; set; } = new();

    /// <summary>Most look-ups that an SPF check took, of the 10 that RFC 7208 §4.6.4 allows.</summary>
    public int MostLookups { get; set; }

    /// <summary>Messages whose aligned passing key is an RSA key under 2048 bits.</summary>
    public long ShortKeys { get; set; }

    public void Add(MessageRow row)
    {
        Messages++;
        bool dkim = RowAssessor.DkimAligned(row);
        AddRequirements(row);
        Both += dkim && row.SpfAligned ? 1 : 0;
        AddRelay(row, dkim);
        Proven += row.SenderStrength is "Certain" or "Strong" ? 1 : 0;
        Named += row.SenderStrength is "Weak" ? 1 : 0;
        Claims.Add(row.ClaimedVendor);
        Kinds.Add(row.SenderKind);
        Platforms.Add(row.Platform);
        AddEvidence(row.SenderEvidence);
        AddSpf(row);
        AddSignatures(row);
        if (!RowAssessor.IsSentOn(row))
            Addresses.Add(row.ClientIp);
        ReplyTo.Add(row.ReplyToDomain);
        AuthorNames.Add(row.AuthorName);
        Lists.Add(row.ListId);
        if (row.DmarcPolicy.Length > 0)
            Policies.AddPair(row.DmarcPolicy, row.DmarcPolicyDomain);
        else if (RowAssessor.Assess(row) == Assessment.NoRecord && row.DmarcReason is "NoRecord" or SeveralPolicies or VoidPolicy)
        {
            Policies.Add(row.DmarcReason == "NoRecord" ? "none" : row.DmarcReason);
            Unpublished += row.SpfAligned || dkim ? 1 : 0;
        }
        OneClick.Add(row.OneClick);
    }

    public void Merge(StreamFacts other)
    {
        Messages += other.Messages;
        Authorized.Merge(other.Authorized);
        Envelope.Merge(other.Envelope);
        Signed.Merge(other.Signed);
        Either.Merge(other.Either);
        Both += other.Both;
        Relayed += other.Relayed;
        RelayedResigned += other.RelayedResigned;
        Indirect += other.Indirect;
        Proven += other.Proven;
        Named += other.Named;
        Claims.Merge(other.Claims);
        SignedAsAuthor += other.SignedAsAuthor;
        Authenticated += other.Authenticated;
        ShortKeys += other.ShortKeys;
        MostLookups = Math.Max(MostLookups, other.MostLookups);
        Kinds.Merge(other.Kinds);
        Platforms.Merge(other.Platforms);
        Evidence.Merge(other.Evidence);
        HostEvidence.Merge(other.HostEvidence);
        BestEvidence.Merge(other.BestEvidence);
        SpfDomains.Merge(other.SpfDomains);
        SpfTerms.Merge(other.SpfTerms);
        AlignedKeys.Merge(other.AlignedKeys);
        Unpublished += other.Unpublished;
        Lists.Merge(other.Lists);
        AbsentKeys.Merge(other.AbsentKeys);
        LastKeyAbsent = Later(LastKeyAbsent, other.LastKeyAbsent);
        Unauthorized.Merge(other.Unauthorized);
        OtherSigners.Merge(other.OtherSigners);
        Addresses.Merge(other.Addresses);
        ReplyTo.Merge(other.ReplyTo);
        AuthorNames.Merge(other.AuthorNames);
        Relays.Merge(other.Relays);
        Policies.Merge(other.Policies);
        OneClick.Merge(other.OneClick);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Messages = port.Exchange(Messages);
        Indirect = port.Exchange(Indirect);
        Proven = port.Exchange(Proven);
        Named = port.Exchange(Named);
        port.Exchange(Authorized);
        port.Exchange(Envelope);
        port.Exchange(Signed);
        port.Exchange(Either);
        Both = port.Exchange(Both);
        Relayed = port.Exchange(Relayed);
        RelayedResigned = port.Exchange(RelayedResigned);
        SignedAsAuthor = port.Exchange(SignedAsAuthor);
        Authenticated = port.Exchange(Authenticated);
        port.Exchange(Kinds);
        port.Exchange(Platforms);
        port.Exchange(Evidence);
        port.Exchange(HostEvidence);
        port.Exchange(BestEvidence);
        port.Exchange(Claims);
        port.Exchange(SpfDomains);
        port.Exchange(SpfTerms);
        port.Exchange(AlignedKeys);
        Unpublished = port.Exchange(Unpublished);
        port.Exchange(Lists);
        port.Exchange(AbsentKeys);
        LastKeyAbsent = port.Exchange(LastKeyAbsent);
        port.Exchange(Unauthorized);
        port.Exchange(OtherSigners);
        port.Exchange(Addresses);
        port.Exchange(ReplyTo);
        port.Exchange(AuthorNames);
        port.Exchange(Relays);
        port.Exchange(Policies);
        port.Exchange(OneClick);
        MostLookups = port.Exchange(MostLookups);
        ShortKeys = port.Exchange(ShortKeys);
    }

    private void AddRelay(MessageRow row, bool signedAsAuthor)
    {
        if (row.Relay.Length > 0)
            Relays.AddTexts(row.HandedBy, " > ", row.Relay);
        if (row.SenderKind != "Vendor" || !IsOfAuthor(row))
            return;
        Relayed++;
        RelayedResigned += signedAsAuthor && row.Dkim.Exists(s => s is { Aligned: false, Reason: "BodyHashMismatch" or "SignatureMismatch" or "BodyAndSignatureMismatch" }) ? 1 : 0;
    }

    private static long? Later(long? one, long? other) => one is null || other > one ? other : one;

    /// <summary>True when the relay is a host of the author's organization.</summary>
    private static bool IsOfAuthor(MessageRow row)
    {
        string organization = row.OrganizationalDomain.Length > 0 ? row.OrganizationalDomain : row.AuthorDomain;
        return row.RelayOfAuthor || row.RelayIsNamed || (organization.Length > 0 && RequirementRules.IsSameOrBelow(row.Relay, organization));
    }

    private void AddRequirements(MessageRow row)
    {
        Authorized.Add(RequirementRules.Authorized(row), row, RequirementRules.CountAuthorized, RequirementRules.NoteAgainstAuthorized);
        Envelope.Add(RequirementRules.Envelope(row), row, RequirementRules.CountEnvelope, RequirementRules.NoteAgainstEnvelope);
        Signed.Add(RequirementRules.Signed(row), row, RequirementRules.CountSigned, RequirementRules.NoteAgainstSigned);
        Either.Add(RequirementRules.Either(row), row, RequirementRules.CountEither, static (r, counts) => counts.Add(RowAssessor.FailureCause(r)));
        MostLookups = Math.Max(MostLookups, row.SpfLookups);
        if (RowAssessor.Assess(row) == Assessment.Fail && RequirementRules.Authorized(row) == false && RequirementRules.Envelope(row) == true)
            Unauthorized.AddPair(row.SpfDomain, RowAssessor.FailureCause(row));
        if (RequirementRules.AbsentKey(row) is { Length: > 0 } key)
        {
            AbsentKeys.Add(key);
            LastKeyAbsent = Later(LastKeyAbsent, row.ReceivedAt);
        }
    }

    private void AddEvidence(ReadOnlySpan<char> evidence)
    {
        bool first = true;
        foreach (Range part in evidence.Split("; "))
        {
            (NamesHost(evidence[part]) ? HostEvidence : Evidence).Add(evidence[part]);
            if (first)
                BestEvidence.Add(evidence[part]);
            first = false;
        }
    }

    private static bool NamesHost(ReadOnlySpan<char> evidence) => evidence.StartsWith("HELO ") || evidence.StartsWith("host name ") || evidence.StartsWith("MAIL FROM ") || evidence.StartsWith("unsubscribe host ");

    private void AddSpf(MessageRow row)
    {
        if (row.SpfDomain.Length == 0)
            return;
        SpfDomains.AddPair(row.SpfDomain, row.SpfResult);
        int end = row.SpfPath.IndexOf(" > ", StringComparison.Ordinal);
        if (row.SpfResult == "pass" && row.SpfPath.Length > 0)
            SpfTerms.AddPair(row.SpfDomain, end < 0 ? row.SpfPath : row.SpfPath.AsSpan(0, end));
    }

    private void AddSignatures(MessageRow row)
    {
        bool aligned = false, isShort = false, passes = row.SpfResult == "pass";
        foreach (SignatureRow signature in row.Dkim)
        {
            aligned |= signature.Aligned;
            passes |= signature.Result == "pass";
            if (signature.Aligned)
                AlignedKeys.AddPair(signature.D, signature.S);
            else if (signature.Result == "pass")
                OtherSigners.Add(signature.D);
            isShort |= signature is { Aligned: true, Result: "pass", Bits: < RequirementRules.AdvisedKeyBits, A: not "ed25519-sha256" };
        }
        SignedAsAuthor += aligned ? 1 : 0;
        Authenticated += passes ? 1 : 0;
        ShortKeys += isShort ? 1 : 0;
    }
}
