using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// What of a digest the verdicts on its message depend on, as octets. Messages of equal profiles have equal verdicts by equal records; the exceptions are for whoever judges to notice: a signature that
/// meets a key it was not tried with, an SPF record that asks for the local part or the HELO name, keys of a keyring, which are chosen by the time of receipt, and x= judged at another time than that. Left out is what
/// each message has of its own: place, times, hashes, texts for people. Stateless; safe for all threads.
/// </summary>
internal static class DigestProfile
{
    /// <summary>A time of receipt for <see cref="TryRead"/>, which is of no message.</summary>
    private const long Receipt = 1;

    private static readonly byte[] NoHash = new byte[SignatureDigest.MaxHashLength];

    /// <summary>Appends the profile of a digest.</summary>
    public static void Write(PackedWriter to, MessageDigest digest)
    {
        MessageClaims claims = digest.Claims;
        EnvelopeFacts envelope = claims.Envelope;
        to.Author(claims.Author);
        to.Flag(claims.Lists.IsList);
        to.Flag(claims.Lists.IsForwarded);
        to.Code(envelope.Class);
        to.Address(envelope.ClientIp);
        to.Flag(envelope.MailFrom.IsNull);
        // RFC 7208 §2.4: only then the HELO name is checked in place of the MAIL FROM.
        if (envelope.MailFrom.IsNull)
            to.Text(envelope.Helo ?? "");
        to.Name(envelope.MailFrom.Domain);
        to.Count(digest.Signatures.Dkim.Count);
        foreach (SignatureDigest signature in digest.Signatures.Dkim)
            WriteSignature(to, signature, envelope.ReceivedAt);
        ArcChainCodec.Write(to, digest.Signatures.Arc, WriteSignature, envelope.ReceivedAt);
    }

    private static void WriteSignature(PackedWriter to, SignatureDigest signature, long? receivedAt)
    {
        SignatureClaim claim = signature.Claim;
        to.Code(claim.Syntax);
        to.Code(claim.Algorithm);
        to.Code(claim.ChainValidation);
        to.Name(claim.Domain);
        to.Name(claim.KeyName);
        to.Name(claim.IdentityDomain);
        // RFC 6376 §3.5: x= counts by whether it is over.
        to.Flag(claim.ExpiresAt is not null);
        to.Flag(claim.ExpiresAt < receivedAt);
        to.Flag(signature.HeaderHash.IsEmpty);
        to.Flag(signature.BodyHashMatches);
        to.KeyChecks(signature.KeyChecks);
    }

    /// <summary>Appends what macros of SPF may ask of the sender (RFC 7208 §7.2) and is not in the profile.</summary>
    public static void WriteSender(PackedWriter to, MessageDigest digest)
    {
        EnvelopeFacts envelope = digest.Claims.Envelope;
        to.Text(envelope.Helo ?? "");
        to.Text(envelope.MailFrom.LocalPart);
    }

    /// <summary>Makes a digest that of a message which has this profile and nothing else: hashes and signatures are no message's. False when the octets hold no profile.</summary>
    /// <param name="octets">What <see cref="Write"/> wrote.</param>
    /// <param name="sender">What <see cref="WriteSender"/> wrote; empty to leave it out.</param>
    /// <param name="names">Names that were met lately.</param>
    /// <param name="digest">What it held before is cleared.</param>
    public static bool TryRead(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> sender, NameTable names, MessageDigest digest)
    {
        var from = new PackedReader(octets);
        digest.Clear();
        MessageClaims claims = digest.Claims;
        EnvelopeFacts envelope = claims.Envelope;
        claims.Author = from.Author(names);
        claims.Lists.Flags = (from.Flag() ? ListTraceFlags.Software : ListTraceFlags.None) | (from.Flag() ? ListTraceFlags.Forwarded : ListTraceFlags.None);
        envelope.Class = from.Code<ReceiptClass>();
        envelope.ClientIp = from.Address();
        envelope.ReceivedAt = Receipt;
        bool isNull = from.Flag();
        envelope.Helo = isNull ? from.Text(names) : null;
        DomainName? domain = from.Name(names);
        envelope.MailFrom = isNull ? ReversePath.Null : ReversePath.Of("", domain);
        for (int i = from.Items(); i > 0; i--)
            ReadSignature(ref from, names, digest.Signatures.Dkim.AddNew());
        digest.Signatures.Arc = ArcChainCodec.Read(ref from, (ref from) => ReadSignature(ref from, names, digest.Signatures.AddOfArc()));
        return !from.Failed && from.IsAtEnd && (sender.IsEmpty || ReadSender(sender, envelope, names));
    }

    private static bool ReadSender(ReadOnlySpan<byte> octets, EnvelopeFacts envelope, NameTable names)
    {
        var from = new PackedReader(octets);
        envelope.Helo = from.Text(names);
        string localPart = from.Text();
        if (!envelope.MailFrom.IsNull)
            envelope.MailFrom = ReversePath.Of(localPart, envelope.MailFrom.Domain);
        return !from.Failed && from.IsAtEnd;
    }

    private static SignatureDigest ReadSignature(ref PackedReader from, NameTable names, SignatureDigest digest)
    {
        var claim = new SignatureClaim
        {
            Syntax = from.Code<SignatureSyntax>(),
            Algorithm = from.Code<SignatureAlgorithm>(),
            ChainValidation = from.Code<ArcChainValidation>(),
            Domain = from.Name(names),
            KeyName = from.Name(names),
            IdentityDomain = from.Name(names),
        };
        bool expires = from.Flag(), isExpired = from.Flag();
        claim.ExpiresAt = !expires ? null : isExpired ? Receipt - 1 : Receipt + 1;
        digest.Claim = claim;
        digest.SetHeaderHash(from.Flag() ? default : NoHash);
        digest.BodyHashMatches = from.Flag();
        digest.KeyChecks = from.KeyChecks();
        return digest;
    }
}
