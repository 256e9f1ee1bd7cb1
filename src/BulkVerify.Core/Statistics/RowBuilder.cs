using System.Globalization;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Senders;

namespace BulkVerify.Statistics;

/// <summary>Puts the verdicts of a message into its row. One per worker: not thread-safe.</summary>
public sealed class RowBuilder(EvaluationContext context, SenderAttributor senders)
{
    /// <summary>Half of the display names whose decoded form is kept.</summary>
    private const int KeptNames = 2048;

    private readonly List<SignatureEvidence> _signatures = [];
    private readonly List<int> _owners = [];
    private readonly BoundedCache<string, string> _authorNames = new(KeptNames, StringComparer.Ordinal);
    private readonly Func<string, DomainName?> _nameOf = context.NameOf;
    private readonly Func<DomainName, DomainName> _organizationalDomain = context.PublicSuffixes.OrganizationalDomain;

    private static readonly EnumTexts<DkimReason> DkimReasonTexts = new();
    private static readonly EnumTexts<SpfReason> SpfReasonTexts = new();
    private static readonly EnumTexts<DmarcReason> DmarcReasonTexts = new();
    private static readonly EnumTexts<EnvelopeSource> EnvelopeSourceTexts = new();
    private static readonly EnumTexts<ReceiptTimeSource> ReceiptTimeTexts = new();
    private static readonly EnumTexts<AuthorDomainStatus> AuthorTexts = new();
    private static readonly EnumTexts<Evaluation.Arc.ArcReason> ArcReasonTexts = new();
    private static readonly EnumTexts<EvidenceStrength> StrengthTexts = new();
    private static readonly EnumTexts<SenderKind> KindTexts = new();
    private static readonly EnumTexts<Exporter> ExporterTexts = new();
    private static readonly EnumTexts<ThenReason> ThenReasonTexts = new();

    /// <summary>By the value of the flags.</summary>
    private static readonly string[] CheckTexts =
        [.. Enumerable.Range(0, 1 + Enum.GetValues<DmarcSenderChecks>().Sum(c => (int)c)).Select(c => c == 0 ? "" : ((DmarcSenderChecks)c).ToString())];

    public MessageRow Build(MessageEvaluation message)
    {
        MessageRow row = BuildVerdicts(message);
        PutSender(row, message);
        return row;
    }

    /// <summary>The row without its sender: what messages that are judged again need.</summary>
    public MessageRow BuildVerdicts(MessageEvaluation message)
    {
        MessageDigest digest = message.Digest;
        MessageClaims claims = digest.Claims;
        DmarcVerdict dmarc = message.Dmarc!;
        DomainName? author = dmarc.Author;
        var row = new MessageRow
        {
            Archive = digest.Locator.Archive,
            Offset = digest.Locator.Offset,
            Length = digest.Length,
            MessageId = claims.MessageId,
            Date = claims.Date,
            AuthorDomain = author?.Value ?? "",
            AuthorStatus = AuthorTexts[claims.Author.Status],
            AuthorName = AuthorNameOf(claims.AuthorName, author),
            ReplyToDomain = claims.ReplyToDomains.Count > 0 ? claims.ReplyToDomains[0].Value : "",
            ListId = claims.Lists.ListId,
            MboxReading = digest.Signatures.Reading switch { MboxReading.AsStored => "as-stored", MboxReading.Unquoted => "unquoted", _ => "" },
            Fingerprint = digest.Fingerprint == 0 ? "" : digest.Fingerprint.ToString("x16", CultureInfo.InvariantCulture),
            OneClick = OneClickOf(message),
            Exporter = claims.Exporter == Exporter.None ? "" : ExporterTexts[claims.Exporter],
        };
        PutEnvelope(row, claims.Envelope);
        PutSpf(row, message);
        PutDkim(row, message, author);
        PutArc(row, message);
        PutDmarc(row, message);
        PutThen(row, message);
        row.Indirect = IndirectOf(row, message);
        return row;
    }

    private static void PutEnvelope(MessageRow row, EnvelopeFacts envelope)
    {
        row.Class = envelope.Class == ReceiptClass.NeverReceived ? "never-received" : "received";
        row.ReceivedAt = envelope.ReceivedAt;
        row.ReceivedAtSource = ReceiptTimeTexts[envelope.ReceivedAtSource];
        row.MailFrom = envelope.MailFrom.ToString();
        row.MailFromSource = EnvelopeSourceTexts[envelope.MailFromSource];
        row.Helo = envelope.Helo ?? "";
        row.ClientIp = envelope.ClientIp?.ToString() ?? "";
        row.ClientIpSource = EnvelopeSourceTexts[envelope.ClientIpSource];
    }

    private void PutSpf(MessageRow row, MessageEvaluation message)
    {
        SpfVerdict spf = message.Spf!;
        row.SpfResult = spf.Result.ToWord();
        row.SpfReason = SpfReasonTexts[spf.Reason];
        row.SpfDomain = spf.Domain?.Value ?? "";
        row.SpfPath = spf.PathText;
        row.SpfLookups = spf.LookupCount;
        row.SpfAligned = spf.Result == AuthResult.Pass && IsAligned(message.Dmarc!.SpfAlignment, spf.Domain, message.Dmarc.Author);
        row.HeloResult = message.Helo!.Result.ToWord();
    }

    private void PutDkim(MessageRow row, MessageEvaluation message, DomainName? author)
    {
        IReadOnlyList<SignatureDigest> signatures = message.Digest.Signatures.Dkim;
        IReadOnlyList<IdentifierAlignment> alignments = message.Dmarc!.DkimAlignments;
        int identifier = 0;
        for (int i = 0; i < signatures.Count; i++)
        {
            SignatureClaim claim = signatures[i].Claim;
            DkimVerdict verdict = message.Dkim[i];
            // Identifiers are those signatures that have a domain, in the same order.
            IdentifierAlignment alignment = claim.Domain is not null && identifier < alignments.Count ? alignments[identifier++] : IdentifierAlignment.Unknown;
            row.Dkim.Add(new SignatureRow
            {
                D = claim.Domain?.Value ?? "",
                S = claim.Selector?.Value ?? "",
                A = AlgorithmText(claim.Algorithm),
                Bits = verdict.KeyBits,
                Result = verdict.Result.ToWord(),
                Reason = DkimReasonTexts[verdict.Reason],
                Aligned = IsAligned(alignment, claim.Domain, author),
                KeyFrom = KeySourceText(verdict.KeySource),
                UnsignedContent = verdict.UnsignedContent,
                BodyHash = signatures[i].ComputedBodyHash.IsEmpty ? "" : signatures[i].BodyHashMatches ? "match" : "mismatch",
                Then = ThenComparison.Of(claim, message.Digest.Claims.Envelope.Recorded.Dkim)?.ToWord() ?? "",
                C = CanonicalizationText(claim),
                Testing = verdict.Testing,
                LengthUsed = claim.BodyLength is not null,
                DuplicatesUnsigned = claim.LeavesDuplicatesUnsigned,
            });
            if (message.Past?[i] is { } past && past.Reason != verdict.Reason)
                (row.Dkim[i].PastResult, row.Dkim[i].PastReason) = (past.Result.ToWord(), DkimReasonTexts[past.Reason]);
        }
    }

    private static void PutArc(MessageRow row, MessageEvaluation message)
    {
        row.ArcResult = message.Arc.Result.ToWord();
        if (message.Arc.Result == AuthResult.None)
            return;
        row.ArcReason = ArcReasonTexts[message.Arc.Reason];
        row.ArcState = message.Arc.Result == AuthResult.Pass ? "" : message.Arc.IsUnverifiable ? "unverifiable" : "broken";
        row.ArcOldestPass = message.Arc.OldestPass;
        row.ArcSets = string.Join("; ", message.Arc.Sets.Select(s => string.Create(CultureInfo.InvariantCulture,
            $"i={s.Instance} cv={s.ChainValidation.ToString().ToLowerInvariant()} d={s.Domain} AMS={s.MessageSignature.Result.ToWord()} AS={s.Seal.Result.ToWord()}")));
    }

    private static void PutDmarc(MessageRow row, MessageEvaluation message)
    {
        DmarcVerdict dmarc = message.Dmarc!;
        row.DmarcResult = dmarc.Result.ToWord();
        row.DmarcReason = DmarcReasonTexts[dmarc.Reason];
        row.DmarcPolicy = dmarc.PublishedPolicy?.ToWord() ?? "";
        row.DmarcEffectivePolicy = dmarc.EffectivePolicy?.ToWord() ?? "";
        row.DmarcRules = dmarc.Rules == DmarcRules.Rfc9989 ? "9989" : "7489";
        row.DmarcPolicyDomain = dmarc.PolicyDomain?.Value ?? "";
        row.OrganizationalDomain = dmarc.OrganizationalDomain?.Value ?? "";
        row.DmarcChecks = CheckTexts[(int)dmarc.SenderChecks];
        if (message.Dmarc7489 is not { } old)
            return;
        row.Dmarc7489Result = old.Result.ToWord();
        row.Dmarc7489Policy = old.PublishedPolicy?.ToWord() ?? "";
        row.Dmarc7489Reason = DmarcReasonTexts[old.Reason];
        if (!row.DoRulesDiffer())
            return;
        row.DmarcDifference = IdentifiersThatDiffer(message, dmarc, old);
        row.DmarcWalk = DmarcWalkText.Of(dmarc);
        row.Dmarc7489Walk = DmarcWalkText.Of(old);
    }

    private static string IdentifiersThatDiffer(MessageEvaluation message, DmarcVerdict dmarc, DmarcVerdict old)
    {
        var texts = new List<string>();
        int identifier = 0;
        foreach (SignatureDigest signature in message.Digest.Signatures.Dkim)
        {
            if (signature.Claim.Domain is not { } domain)
                continue;
            if (identifier < dmarc.DkimAlignments.Count && identifier < old.DkimAlignments.Count)
                AddDifference(texts, $"d={domain}", dmarc.DkimAlignments[identifier], old.DkimAlignments[identifier]);
            identifier++;
        }
        if (message.Spf!.Domain is { } envelope)
            AddDifference(texts, $"SPF {envelope}", dmarc.SpfAlignment, old.SpfAlignment);
        return string.Join(", ", texts.Distinct());
    }

    private static void AddDifference(List<string> texts, string identifier, IdentifierAlignment now, IdentifierAlignment before)
    {
        if (now == IdentifierAlignment.Aligned != (before == IdentifierAlignment.Aligned))
            texts.Add($"{identifier} aligns under RFC {(now == IdentifierAlignment.Aligned ? "9989" : "7489")} only");
    }

    /// <summary>What the receiver said, and why it is not what comes out today.</summary>
    private void PutThen(MessageRow row, MessageEvaluation message)
    {
        RecordedVerdicts recorded = message.Digest.Claims.Envelope.Recorded;
        row.ThenOfferedBy = recorded.OfferedBy;
        if (recorded.AuthservId.Length == 0)
            return;
        row.ThenBy = recorded.AuthservId;
        row.ThenSpf = recorded.Spf?.ToWord() ?? "";
        row.ThenDkim = recorded.BestDkim?.ToWord() ?? "";
        row.ThenDmarc = recorded.Dmarc?.ToWord() ?? "";
        row.ThenSpfAligned = recorded.Spf == AuthResult.Pass && IsAligned(message.Dmarc!.SpfAlignment, message.Spf!.Domain, message.Dmarc.Author);
        row.ThenSpfReason = ThenText(ThenComparison.Spf(row));
        row.ThenDkimReason = ThenText(ThenComparison.Dkim(row, message.Digest, message.Dkim));
        row.ThenDmarcReason = ThenText(ThenComparison.Dmarc(row));
    }

    private static string ThenText(ThenReason reason) => reason == ThenReason.Same ? "" : ThenReasonTexts[reason];

    /// <summary>What the DMARC evaluation says; where it made no walk, the relaxed alignment of the public suffix rules.</summary>
    private bool IsAligned(IdentifierAlignment alignment, DomainName? identifier, DomainName? author) => alignment switch
    {
        IdentifierAlignment.Aligned => true,
        IdentifierAlignment.NotAligned => false,
        _ => identifier is not null && author is not null
            && (identifier == author || context.PublicSuffixes.OrganizationalDomain(identifier) == context.PublicSuffixes.OrganizationalDomain(author)),
    };

    /// <summary>Why it is not the sender's fault that nothing aligns, policy or not: a chain that passes, or a list or forwarder whose traces are there and that changed what was signed.</summary>
    private static string IndirectOf(MessageRow row, MessageEvaluation message)
    {
        if (row.DmarcResult is not ("fail" or "none") || row.SpfAligned || RowAssessor.DkimAligned(row))
            return "";
        // A key that is not known explains enough.
        if (row.DmarcResult == "none" && !RowAssessor.DkimAssessable(row))
            return "";
        if (message.Arc.Result == AuthResult.Pass)
            return "arc";
        bool changed = row.Dkim.Exists(s => s.Aligned && s.Reason is "BodyHashMismatch" or "SignatureMismatch" or "BodyAndSignatureMismatch");
        bool othersPass = row.Dkim.Exists(s => !s.Aligned && s.Result == "pass") || (row.SpfResult == "pass" && !row.SpfAligned);
        ListTraces lists = message.Digest.Claims.Lists;
        if (lists.IsList && (changed || othersPass))
            return "mailing-list";
        return lists.IsForwarded && (changed || row.SpfResult is "pass" or "fail" or "softfail") ? "forwarded" : "";
    }

    private void PutSender(MessageRow row, MessageEvaluation message)
    {
        EnvelopeFacts envelope = message.Digest.Claims.Envelope;
        ReceivedHop? boundary = BoundaryOf(envelope);
        var evidence = new SenderEvidence
        {
            AuthorDomain = message.Dmarc!.Author,
            Signatures = SignaturesOf(row, message),
            MailFromDomain = envelope.MailFrom.Domain,
            MailFromAliases = message.Spf!.Domain == envelope.MailFrom.Domain ? message.Spf.Aliases : [],
            Spf = message.Spf.Result,
            SpfPath = message.Spf.Path,
            Helo = context.NameOf(row.Helo),
            HeloSpf = message.Helo!.Result,
            ReverseName = boundary is { ReverseFailed: false } hop ? context.NameOf(hop.ReverseName) : null,
            ClientAddress = envelope.ClientIp,
            Marks = message.Digest.Marks,
        };
        Attribution attribution = senders.Attribute(evidence);
        if (RelayTrace.Of(envelope, senders.OutboundRelays, _nameOf, _organizationalDomain) is { } trace)
        {
            row.HandedBy = trace.HandedBy.Value;
            row.Relay = trace.Relay.Value;
            DomainName organization = context.PublicSuffixes.OrganizationalDomain(trace.Relay);
            row.RelayOrganization = organization.Value;
            row.RelayOfAuthor = message.Dmarc.Author is { } author && context.PublicSuffixes.OrganizationalDomain(author) == organization;
            row.RelayIsNamed = trace.IsNamed;
            row.RelayedFor = trace.Recipient?.Value ?? "";
            attribution = senders.OfRelayed(attribution, trace, message.Dmarc!.Author, row.SpfAligned || RowAssessor.DkimAligned(row));
        }
        row.Sender = attribution.Sender;
        row.SenderKind = KindTexts[attribution.Kind];
        row.SenderStrength = StrengthTexts[attribution.Strength];
        row.SenderEvidence = attribution.EvidenceText;
        row.Platform = attribution.Platform ?? "";
        row.ClaimedVendor = attribution.ClaimedVendor ?? "";
        row.RunnerUp = attribution.RunnerUp ?? "";
    }

    /// <summary>The display name where it may name somebody else.</summary>
    /// <param name="written">As it stands in From.</param>
    private string AuthorNameOf(string written, DomainName? author)
    {
        if (written.Length == 0)
            return "";
        if (!_authorNames.TryGet(written, out string? name))
            name = _authorNames.Add(written, AuthorText.Decode(written));
        _owners.Clear();
        bool mayNameOthers = name.AsSpan().ContainsAny('@', '.') || name.Contains(" via ", StringComparison.OrdinalIgnoreCase);
        return mayNameOthers || (author is not null && senders.Catalog.FindOwners(author.Value, _owners)) ? name : "";
    }

    /// <summary>Valid until the next call.</summary>
    private List<SignatureEvidence> SignaturesOf(MessageRow row, MessageEvaluation message)
    {
        _signatures.Clear();
        for (int i = 0; i < row.Dkim.Count; i++)
        {
            if (message.Digest.Signatures.Dkim[i].Claim.Domain is { } domain)
                _signatures.Add(EvidenceOf(domain, row.Dkim[i], message.Dkim[i], message.Keys[i]));
        }
        return _signatures;
    }

    private static SignatureEvidence EvidenceOf(DomainName domain, SignatureRow signature, in DkimVerdict verdict, DkimKeySet? keys)
    {
        bool passes = verdict.Result == AuthResult.Pass;
        return new SignatureEvidence(domain, signature.S, passes, signature.Aligned)
        {
            Fault = passes ? "" : RowAssessor.Words(signature.Reason),
            IsOpen = verdict.Reason.IsKeyGone() || verdict.Result == AuthResult.TempError,
            // A key of the keyring verifies what the names in the DNS of today no longer show.
            KeyAliases = keys is null || (passes && verdict.KeySource is KeySource.Keyring or KeySource.Recovered) ? [] : keys.Aliases,
            KeySha256 = passes ? keys?.OnlyKeySha256(verdict.KeySource) : null,
        };
    }

    private static ReceivedHop? BoundaryOf(EnvelopeFacts envelope) =>
        envelope.BoundaryHop >= 0 && envelope.BoundaryHop < envelope.Hops.Count ? envelope.Hops[envelope.BoundaryHop] : null;

    /// <summary>RFC 8058 §3.1 and §4.</summary>
    private static string OneClickOf(MessageEvaluation message)
    {
        UnsubscribeFacts facts = message.Digest.Claims.Unsubscribe;
        if (!facts.OffersOneClick)
            return "";
        if (!facts.IsWellFormed)
            return "invalid";
        for (int i = 0; i < message.Dkim.Length; i++)
        {
            if (message.Dkim[i].Result == AuthResult.Pass && message.Digest.Signatures.Dkim[i].Claim.SignsUnsubscribe)
                return "signed";
        }
        return "unsigned";
    }

    private static string KeySourceText(KeySource source) => source switch
    {
        KeySource.Dns => "dns",
        KeySource.Snapshot => "snapshot",
        KeySource.Keyring => "keyring",
        KeySource.Recovered => "recovered",
        _ => "",
    };

    private static string CanonicalizationText(SignatureClaim claim) => (claim.HeaderCanonicalization, claim.BodyCanonicalization) switch
    {
        (Canonicalization.Relaxed, Canonicalization.Relaxed) => "relaxed/relaxed",
        (Canonicalization.Relaxed, _) => "relaxed/simple",
        (_, Canonicalization.Relaxed) => "simple/relaxed",
        _ => "simple/simple",
    };

    private static string AlgorithmText(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha256 => "rsa-sha256",
        SignatureAlgorithm.Ed25519Sha256 => "ed25519-sha256",
        SignatureAlgorithm.RsaSha1 => "rsa-sha1",
        _ => "unknown",
    };
}
