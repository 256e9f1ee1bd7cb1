using BulkVerify.Claims;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Senders;

namespace BulkVerify.Statistics;

/// <summary>Fills who sent the message, and by which relay. After the verdicts, which are its evidence. Keeps scratch lists: not thread-safe.</summary>
internal sealed class SenderColumns(EvaluationContext context, SenderAttributor senders)
{
    private static readonly EnumTexts<EvidenceStrength> StrengthTexts = new();
    private static readonly EnumTexts<SenderKind> KindTexts = new();

    private readonly List<SignatureEvidence> _signatures = [];
    private readonly Func<string, DomainName?> _nameOf = context.NameOf;
    private readonly Func<DomainName, DomainName> _organizationalDomain = context.PublicSuffixes.OrganizationalDomain;

    public void Fill(MessageRow row, MessageEvaluation message)
    {
        DomainName? author = message.Dmarc!.Author;
        Attribution attribution = senders.Attribute(EvidenceOf(row, message));
        if (RelayTrace.Of(message.Digest.Claims.Envelope, senders.OutboundRelays, _nameOf, _organizationalDomain) is { } trace)
        {
            FillRelay(row, trace, author);
            attribution = senders.OfRelayed(attribution, trace, author, row.SpfAligned || RowAssessor.DkimAligned(row));
        }
        row.Sender = attribution.Sender;
        row.SenderKind = KindTexts[attribution.Kind];
        row.SenderStrength = StrengthTexts[attribution.Strength];
        row.SenderEvidence = attribution.EvidenceText;
        row.Platform = attribution.Platform ?? "";
        row.ClaimedVendor = attribution.ClaimedVendor ?? "";
        row.RunnerUp = attribution.RunnerUp ?? "";
    }

    /// <summary>Puts into the row which host handed the message to which, where the envelope tells.</summary>
    private void FillRelay(MessageRow row, RelayTrace trace, DomainName? author)
    {
        DomainName organization = context.PublicSuffixes.OrganizationalDomain(trace.Relay);
        row.HandedBy = trace.HandedBy.Value;
        row.Relay = trace.Relay.Value;
        row.RelayOrganization = organization.Value;
        row.RelayOfAuthor = author is not null && context.PublicSuffixes.OrganizationalDomain(author) == organization;
        row.RelayIsNamed = trace.IsNamed;
        row.RelayedFor = trace.Recipient?.Value ?? "";
    }

    /// <summary>Valid until the next call.</summary>
    private SenderEvidence EvidenceOf(MessageRow row, MessageEvaluation message)
    {
        EnvelopeFacts envelope = message.Digest.Claims.Envelope;
        return new SenderEvidence
        {
            AuthorDomain = message.Dmarc!.Author,
            Signatures = SignaturesOf(row, message),
            MailFromDomain = envelope.MailFrom.Domain,
            MailFromAliases = message.Spf!.Domain == envelope.MailFrom.Domain ? message.Spf.Aliases : [],
            Spf = message.Spf.Result,
            SpfPath = message.Spf.Path,
            Helo = context.NameOf(row.Helo),
            HeloSpf = message.Helo!.Result,
            ReverseName = envelope.Boundary is { ReverseFailed: false } hop ? context.NameOf(hop.ReverseName) : null,
            ClientAddress = envelope.ClientIp,
            Marks = message.Digest.Marks,
        };
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
            Fault = passes ? "" : ReasonWords.Of(signature.Reason),
            IsOpen = verdict.Reason.IsKeyGone() || verdict.Result == AuthResult.TempError,
            // A key of the keyring verifies what the names in the DNS of today no longer show.
            KeyAliases = keys is null || (passes && verdict.KeySource is KeySource.Keyring or KeySource.Recovered) ? [] : keys.Aliases,
            KeySha256 = passes ? keys?.OnlyKeySha256(verdict.KeySource) : null,
        };
    }
}
