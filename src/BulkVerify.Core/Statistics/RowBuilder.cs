using System.Globalization;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Senders;

namespace BulkVerify.Statistics;

/// <summary>Puts the verdicts of a message into its row. One per worker: not thread-safe.</summary>
public sealed class RowBuilder
{
    private static readonly EnumTexts<SpfReason> SpfReasonTexts = new();
    private static readonly EnumTexts<EnvelopeSource> EnvelopeSourceTexts = new();
    private static readonly EnumTexts<ReceiptTimeSource> ReceiptTimeTexts = new();
    private static readonly EnumTexts<AuthorDomainStatus> AuthorTexts = new();
    private static readonly EnumTexts<ArcReason> ArcReasonTexts = new();
    private static readonly EnumTexts<Exporter> ExporterTexts = new();

    private readonly RowAlignment _alignment;
    private readonly AuthorNames _authorNames;
    private readonly SignatureColumns _signatures;
    private readonly SenderColumns _senders;

    public RowBuilder(EvaluationContext context, SenderAttributor senders)
    {
        _alignment = new RowAlignment(context.PublicSuffixes);
        _authorNames = new AuthorNames(senders.Catalog);
        _signatures = new SignatureColumns(_alignment);
        _senders = new SenderColumns(context, senders);
    }

    public MessageRow Build(MessageEvaluation message)
    {
        var row = new MessageRow();
        Build(message, row);
        return row;
    }

    /// <summary>Fills a row that is as new.</summary>
    public void Build(MessageEvaluation message, MessageRow row)
    {
        FillVerdicts(row, message);
        _senders.Fill(row, message);
    }

    /// <summary>The row without its sender: what messages that are judged again need.</summary>
    public MessageRow BuildVerdicts(MessageEvaluation message)
    {
        var row = new MessageRow();
        FillVerdicts(row, message);
        return row;
    }

    private void FillVerdicts(MessageRow row, MessageEvaluation message)
    {
        PutClaims(row, message.Digest, message.Dmarc!.Author);
        bool spfIsAligned = _alignment.IsAligned(message.Dmarc.SpfAlignment, message.Spf!.Domain, message.Dmarc);
        PutEnvelope(row, message.Digest.Claims.Envelope);
        PutSpf(row, message.Spf, message.Helo!, spfIsAligned);
        _signatures.Fill(row, message);
        PutArc(row, message.Arc);
        DmarcColumns.Fill(row, message);
        ThenColumns.Fill(row, message, spfIsAligned);
        row.OneClick = OneClickOf(message);
        row.Indirect = IndirectFlow.Of(row, message);
    }

    private void PutClaims(MessageRow row, MessageDigest digest, DomainName? author)
    {
        MessageClaims claims = digest.Claims;
        row.Archive = digest.Locator.Archive;
        row.Offset = digest.Locator.Offset;
        row.Length = digest.Length;
        row.MessageId = claims.MessageId;
        row.Date = claims.Date;
        row.AuthorDomain = author?.Value ?? "";
        row.AuthorStatus = AuthorTexts[claims.Author.Status];
        row.AuthorName = _authorNames.Of(claims.AuthorName, author);
        row.ReplyToDomain = claims.ReplyToDomains.Count > 0 ? claims.ReplyToDomains[0].Value : "";
        row.ListId = claims.Lists.ListId;
        row.MboxReading = digest.Signatures.Reading.ToText();
        row.Fingerprint = digest.Fingerprint == 0 ? "" : digest.Fingerprint.ToString("x16", CultureInfo.InvariantCulture);
        row.Exporter = claims.Exporter == Exporter.None ? "" : ExporterTexts[claims.Exporter];
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

    private static void PutSpf(MessageRow row, SpfVerdict spf, SpfVerdict helo, bool isAligned)
    {
        row.SpfResult = spf.Result.ToWord();
        row.SpfReason = SpfReasonTexts[spf.Reason];
        row.SpfDomain = spf.Domain?.Value ?? "";
        row.SpfPath = spf.PathText;
        row.SpfLookups = spf.LookupCount;
        row.SpfAligned = spf.Result == AuthResult.Pass && isAligned;
        row.HeloResult = helo.Result.ToWord();
    }

    private static void PutArc(MessageRow row, ArcVerdict arc)
    {
        row.ArcResult = arc.Result.ToWord();
        if (arc.Result == AuthResult.None)
            return;
        row.ArcReason = ArcReasonTexts[arc.Reason];
        row.ArcState = arc.Result == AuthResult.Pass ? "" : arc.IsUnverifiable ? "unverifiable" : "broken";
        row.ArcOldestPass = arc.OldestPass;
        row.ArcSets = string.Join("; ", arc.Sets.Select(s => string.Create(CultureInfo.InvariantCulture,
            $"i={s.Instance} cv={s.ChainValidation.ToString().ToLowerInvariant()} d={s.Domain} AMS={s.MessageSignature.Result.ToWord()} AS={s.Seal.Result.ToWord()}")));
    }

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
}
