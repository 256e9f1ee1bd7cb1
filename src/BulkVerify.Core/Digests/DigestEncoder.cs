using System.Buffers;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Writes digests so that <see cref="DigestDecoder"/> gives equal ones back: all that judging and rows need, 0.5 to 3 KB a message before compression.
/// Where in a field its tags stand is left out: only the message's octets could be read by it. Stateless; safe for all threads.</summary>
public static class DigestEncoder
{
    /// <summary>Version of the form; the decoder knows no other. Changes whenever a member is added, left out or moved, here or in <see cref="DigestFile"/>.</summary>
    public const byte Version = 8;

    /// <summary>Appends one digest.</summary>
    public static void Write(IBufferWriter<byte> output, MessageDigest digest)
    {
        var to = new PackedWriter(output);
        to.Text(digest.Locator.Archive);
        to.Signed(digest.Locator.Offset);
        to.Count(digest.Length);
        to.Fixed64(digest.Fingerprint);
        WriteClaims(to, digest.Claims);
        WriteEnvelope(to, digest.Claims.Envelope);
        WriteMarks(to, digest.Marks);
        WriteSignatures(to, digest.Signatures, digest.Claims.Signatures);
    }

    private static void WriteClaims(PackedWriter to, MessageClaims claims)
    {
        to.Text(claims.MessageId);
        to.Code(claims.Exporter);
        to.Signed(claims.Date);
        to.Author(claims.Author);
        to.Text(claims.AuthorName);
        to.Text(claims.Subject);
        to.Names(claims.ReplyToDomains);
        to.Name(claims.SenderDomain);
        to.Name(claims.ToDomain);
        to.Text(claims.FeedbackId);
        WriteUnsubscribe(to, claims.Unsubscribe);
        to.Code(claims.Lists.Flags);
        to.Text(claims.Lists.ListId);
        to.Text(claims.Lists.SubjectTag);
    }

    private static void WriteUnsubscribe(PackedWriter to, in UnsubscribeFacts facts)
    {
        to.Count(facts.Fields);
        to.Count(facts.PostFields);
        to.Count(facts.HttpsUris);
        to.Flag(facts.PostIsOneClick);
        to.Flag(facts.HasOtherUri);
        to.Name(facts.Host);
    }

    private static void WriteEnvelope(PackedWriter to, EnvelopeFacts facts)
    {
        to.Address(facts.ClientIp);
        to.Code(facts.ClientIpSource);
        to.Flag(facts.Helo is not null);
        if (facts.Helo is not null)
            to.Text(facts.Helo);
        to.Code(facts.HeloSource);
        to.Flag(facts.MailFrom.IsNull);
        to.Name(facts.MailFrom.Domain);
        to.Text(facts.MailFrom.LocalPart);
        to.Code(facts.MailFromSource);
        to.Signed(facts.ReceivedAt);
        to.Code(facts.ReceivedAtSource);
        to.Code(facts.Class);
        to.Count(facts.HopCount);
        to.Signed(facts.BoundaryHop);
        to.Flag(facts.IsSubmission);
        to.Count(facts.Hops.Count);
        foreach (ReceivedHop hop in facts.Hops)
            WriteHop(to, hop);
        WriteRecorded(to, facts.Recorded);
    }

    private static void WriteHop(PackedWriter to, in ReceivedHop hop)
    {
        to.Count(hop.FieldIndex);
        to.Flag(hop.HasFrom);
        to.Text(hop.Helo);
        to.Text(hop.ReverseName);
        to.Flag(hop.ReverseFailed);
        to.Address(hop.Address);
        to.Text(hop.By);
        to.Text(hop.With);
        to.Text(hop.For);
        to.Signed(hop.Date);
        to.Flag(hop.IsAuthenticated);
    }

    private static void WriteRecorded(PackedWriter to, RecordedVerdicts recorded)
    {
        to.Text(recorded.AuthservId);
        to.Text(recorded.OfferedBy);
        to.Code(recorded.Spf);
        to.Code(recorded.Dmarc);
        to.Code(recorded.Arc);
        to.Count(recorded.Dkim.Count);
        foreach (RecordedSignature signature in recorded.Dkim)
        {
            to.Code(signature.Result);
            to.Name(signature.Domain);
            to.Text(signature.Selector);
            to.Text(signature.SignaturePrefix);
        }
    }

    private static void WriteMarks(PackedWriter to, VendorMarks marks)
    {
        to.Count(marks.Headers.Count);
        foreach (HeaderFingerprint header in marks.Headers)
        {
            to.Text(header.Owner);
            to.Text(header.Name);
            to.Flag(header.ReceiversWriteIt);
        }
        to.Count(marks.FeedbackIdOwners.Count);
        foreach (string owner in marks.FeedbackIdOwners)
            to.Text(owner);
        to.Names(marks.UnsubscribeHosts);
    }

    private static void WriteSignatures(PackedWriter to, SignatureDigests digests, SignatureClaims claims)
    {
        to.Code(digests.Reading);
        to.Fixed64(digests.BodyFingerprint);
        to.Count(digests.Dkim.Count);
        foreach (SignatureDigest digest in digests.Dkim)
            WriteSignature(to, digest);
        ArcChainCodec.Write(to, digests.Arc, static (to, digest, _) => WriteSignature(to, digest), state: 0);
        for (int i = 0; i < digests.Arc?.Sets.Count; i++)
            to.Signed(claims.ArcSets?[i].ResultsFieldIndex ?? -1);
    }

    private static void WriteSignature(PackedWriter to, SignatureDigest digest)
    {
        WriteClaim(to, digest.Claim);
        to.Octets(digest.HeaderHash.Span);
        to.Flag(digest.BodyHashMatches);
        to.Octets(digest.ComputedBodyHash.Span);
        to.Signed(digest.UnsignedBodyBytes);
        to.KeyChecks(digest.KeyChecks);
    }

    private static void WriteClaim(PackedWriter to, SignatureClaim claim)
    {
        to.Code(claim.Kind);
        to.Code(claim.Syntax);
        to.Count(claim.FieldIndex);
        to.Code(claim.Algorithm);
        to.Code(claim.HeaderCanonicalization);
        to.Code(claim.BodyCanonicalization);
        to.Name(claim.Domain);
        to.Name(claim.Selector);
        to.Name(claim.KeyName);
        to.Name(claim.IdentityDomain);
        to.Signed(claim.BodyLength);
        to.Octets(claim.BodyHash.Span);
        to.Octets(claim.Signature.Span);
        to.Signed(claim.SignedAt);
        to.Signed(claim.ExpiresAt);
        to.Count(claim.ArcInstance);
        to.Code(claim.ChainValidation);
        to.Flag(claim.SignsUnsubscribe);
        to.Flag(claim.LeavesDuplicatesUnsigned);
    }
}
