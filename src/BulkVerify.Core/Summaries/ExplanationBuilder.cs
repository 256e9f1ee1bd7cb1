using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Puts a finished evaluation into words. Pure.</summary>
public static class ExplanationBuilder
{
    /// <summary>Key records shown of a name; two are an error of the domain already (RFC 6376 §3.6.2.2).</summary>
    private const int MaxKeyRecords = 4;

    /// <summary>Octets shown of a key record: that of an RSA key of 8192 bits fits.</summary>
    private const int MaxKeyRecordText = 2048;

    /// <param name="message">With all its verdicts.</param>
    /// <param name="row">Made of it.</param>
    /// <param name="dns">What it was judged by.</param>
    public static Explanation Build(MessageEvaluation message, MessageRow row, IDnsView dns) => new()
    {
        Archive = row.Archive,
        Offset = row.Offset,
        Length = row.Length,
        MessageId = row.MessageId,
        Subject = message.Digest.Claims.Subject,
        Envelope = EnvelopeOf(row, message.Digest.Claims.Envelope),
        Spf = SpfOf(message.Spf!, row.SpfAligned),
        Helo = SpfOf(message.Helo!, aligned: false),
        Dkim = [.. message.Digest.Signatures.Dkim.Select((s, i) => SignatureOf(s, message.Dkim[i], row.Dkim[i], dns))],
        Arc = ArcOf(message, row),
        Dmarc = DmarcOf(message.Dmarc!, message, row),
        Dmarc7489 = message.Dmarc7489 is { } old ? DmarcOf(old, message, row) : null,
        Row = row,
    };

    private static ExplainedEnvelope EnvelopeOf(MessageRow row, EnvelopeFacts envelope)
    {
        ReceivedHop? boundary = envelope.Boundary;
        return new ExplainedEnvelope(
            row.Class, CsvText.Time(row.ReceivedAt), row.ReceivedAtSource, boundary?.By ?? "", row.ClientIp, row.ClientIpSource, boundary?.ReverseName ?? "", row.Helo,
            envelope.HeloSource.ToString(), row.MailFrom, row.MailFromSource, envelope.BoundaryHop + 1, envelope.HopCount, envelope.Recorded.AuthservId, row.ThenSpf, row.ThenDkim, row.ThenDmarc);
    }

    private static ExplainedSpf SpfOf(SpfVerdict spf, bool aligned) => new(
        spf.Result.ToWord(), spf.Reason.ToString(), SectionOf(spf.Reason), spf.Domain?.Value ?? "", aligned, spf.Path, spf.LookupCount, spf.VoidLookupCount, spf.Explanation ?? "", spf.Fault ?? "");

    private static ExplainedSignature SignatureOf(SignatureDigest digest, DkimVerdict verdict, SignatureRow row, IDnsView dns)
    {
        SignatureClaim claim = digest.Claim;
        return new ExplainedSignature(
            row.D, row.S, row.A, $"{Word(claim.HeaderCanonicalization)}/{Word(claim.BodyCanonicalization)}", row.Result, row.Reason, SectionOf(verdict.Reason), row.Aligned, row.Bits,
            claim.KeyName?.Value ?? "", row.KeyFrom, verdict.Testing, Convert.ToBase64String(claim.BodyHash.Span), Convert.ToBase64String(digest.ComputedBodyHash.Span), digest.BodyHashMatches,
            Convert.ToBase64String(digest.HeaderHash.Span), claim.BodyLength, digest.UnsignedBodyBytes, CsvText.Time(claim.SignedAt), CsvText.Time(claim.ExpiresAt), claim.LeavesDuplicatesUnsigned)
        {
            KeyRecords = RecordsAt(claim.KeyName, dns),
            Then = row.Then,
            PastResult = row.PastResult,
            PastReason = row.PastReason,
        };
    }

    private static IReadOnlyList<ExplainedKeyRecord> RecordsAt(DomainName? name, IDnsView dns)
    {
        if (name is null || dns.Find(new DnsQuestion(name, DnsRecordType.Txt)) is not { Status: DnsStatus.Success } answer)
            return [];
        return [.. answer.Records.Take(MaxKeyRecords).Select(r => new ExplainedKeyRecord(TextOf(r.Text.Span), FaultOf(r.Text.Span)))];
    }

    private static string FaultOf(ReadOnlySpan<byte> record)
    {
        KeyRecordFault fault = DkimKeyRecordParser.Parse(record).Fault;
        return fault == KeyRecordFault.None ? "" : fault.ToString();
    }

    private static string TextOf(ReadOnlySpan<byte> record) => Encoding.UTF8.GetString(record[..Math.Min(record.Length, MaxKeyRecordText)]);

    private static ExplainedArc ArcOf(MessageEvaluation message, MessageRow row) => new(
        row.ArcResult, row.ArcReason, row.ArcState, message.Arc.FailedInstance, message.Arc.OldestPass,
        [.. message.Arc.Sets.Select(s => new ExplainedArcSet(
            s.Instance, s.ChainValidation.ToString().ToLowerInvariant(), s.Domain?.Value ?? "", s.Selector?.Value ?? "", s.MessageSignature.Result.ToWord(), s.MessageSignature.Reason.ToString(), s.Seal.Result.ToWord(), s.Seal.Reason.ToString()))]);

    private static ExplainedDmarc DmarcOf(DmarcVerdict dmarc, MessageEvaluation message, MessageRow row) => new(
        dmarc.Result.ToWord(), dmarc.Reason.ToString(), dmarc.Rules == DmarcRules.Rfc9989 ? "9989" : "7489", dmarc.DiscoveryMethod.ToString().ToLowerInvariant(),
        dmarc.Author?.Value ?? "", row.AuthorStatus, dmarc.OrganizationalDomain?.Value ?? "", dmarc.AuthorDomainExists, dmarc.PolicyDomain?.Value ?? "", dmarc.PolicySource?.ToString() ?? "",
        dmarc.PublishedPolicy?.ToWord() ?? "", dmarc.EffectivePolicy?.ToWord() ?? "", dmarc.RecordErrors == default ? "" : dmarc.RecordErrors.ToString(), dmarc.SpfAligned, dmarc.DkimAligned,
        [.. dmarc.Lookups.Select(DmarcWalkText.Of)],
        [.. Enum.GetValues<DmarcSenderChecks>().Where(c => c != DmarcSenderChecks.None && dmarc.SenderChecks.HasFlag(c)).Select(c => c.ToString())])
    {
        Identifiers = [.. IdentifiersOf(dmarc, message)],
    };

    private static IEnumerable<ExplainedIdentifier> IdentifiersOf(DmarcVerdict dmarc, MessageEvaluation message)
    {
        int i = 0;
        // Signatures without a domain have no place in the verdict.
        foreach (SignatureDigest signature in message.Digest.Signatures.Dkim.Where(s => s.Claim.Domain is not null))
        {
            if (i < dmarc.DkimOrganizations.Count && dmarc.DkimOrganizations[i] is { } organization)
                yield return IdentifierOf($"d={signature.Claim.Domain}", dmarc.DkimAlignments[i], organization);
            i++;
        }
        if (dmarc.SpfOrganization is { } spf)
            yield return IdentifierOf($"SPF {message.Spf!.Domain}", dmarc.SpfAlignment, spf);
    }

    private static ExplainedIdentifier IdentifierOf(string name, IdentifierAlignment alignment, in OrganizationalDomain organization) => new(
        name,
        alignment switch { IdentifierAlignment.Aligned => "aligned", IdentifierAlignment.NotAligned => "not-aligned", _ => "unknown" },
        organization.Name?.Value ?? "",
        organization.Walk is { } walk ? [.. walk.Lookups.Select(DmarcWalkText.Of)] : []);

    private static string Word(Canonicalization way) => way == Canonicalization.Relaxed ? "relaxed" : "simple";

    private static string SectionOf(SpfReason reason) => reason switch
    {
        SpfReason.DomainMalformed => "RFC 7208 4.3",
        SpfReason.DnsTimeout or SpfReason.DnsServFail => "RFC 7208 4.4",
        SpfReason.NoRecord or SpfReason.SeveralRecords => "RFC 7208 4.5",
        SpfReason.SyntaxError => "RFC 7208 4.6",
        SpfReason.TooManyLookups or SpfReason.TooManyVoidLookups or SpfReason.TooManyMxHosts => "RFC 7208 4.6.4",
        SpfReason.NoMatch => "RFC 7208 4.7",
        SpfReason.MatchedAll => "RFC 7208 5.1",
        SpfReason.MatchedInclude or SpfReason.IncludeOfNone => "RFC 7208 5.2",
        SpfReason.MatchedA => "RFC 7208 5.3",
        SpfReason.MatchedMx => "RFC 7208 5.4",
        SpfReason.MatchedPtr => "RFC 7208 5.5",
        SpfReason.MatchedIp4 or SpfReason.MatchedIp6 => "RFC 7208 5.6",
        SpfReason.MatchedExists => "RFC 7208 5.7",
        SpfReason.RedirectToNone => "RFC 7208 6.1",
        _ => "",
    };

    private static string SectionOf(DkimReason reason) => reason switch
    {
        DkimReason.Verified or DkimReason.BodyHashMismatch or DkimReason.SignatureMismatch or DkimReason.BodyAndSignatureMismatch => "RFC 6376 6.1.3",
        DkimReason.RsaSha1 => "RFC 8301 3.1",
        DkimReason.KeyTooWeak or DkimReason.KeyTooLarge => "RFC 8301 3.2",
        DkimReason.Expired or DkimReason.BodyShorterThanLength => "RFC 6376 3.5",
        DkimReason.KeyServiceNotEmail or DkimReason.IdentityNotExact => "RFC 6376 3.6.1",
        DkimReason.NotATagList or DkimReason.RepeatedTag => "RFC 6376 3.2",
        DkimReason.BadSignedHeaders => "RFC 6376 5.4",
        DkimReason.OverLimit => "RFC 6376 8.4",
        _ when reason is DkimReason.KeyNotFound or DkimReason.KeyRevoked or DkimReason.KeySyntax or DkimReason.KeyHashNotAllowed or DkimReason.KeyTypeMismatch
            or DkimReason.DnsTimeout or DkimReason.DnsServFail or DkimReason.KeyNotRecorded or DkimReason.KeyNotAsked or DkimReason.ConsistentWithRecoveredKey => "RFC 6376 6.1.2",
        DkimReason.ArchiveRebuilt => "",
        _ => "RFC 6376 6.1.1",
    };
}
