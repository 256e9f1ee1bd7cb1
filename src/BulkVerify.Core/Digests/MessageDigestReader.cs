using BulkVerify.Batches;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Makes the digest of a message of a batch: what it says of itself, what hints at a vendor, its hashes. Holds scratch memory, so one per worker: not thread-safe.</summary>
public sealed class MessageDigestReader
{
    /// <summary>Why <see cref="ReadClaims"/> gives nothing, to stand behind the place of the message.</summary>
    public const string TooManyFields = "has more header fields than are read; counted as refused.";

    private readonly HeaderTable _headers = new();
    private readonly ClaimsReader _claims;
    private readonly VendorMarkReader _marks;
    private readonly MessageDigester _digester;

    /// <param name="envelope">How the envelope is read from the trace.</param>
    /// <param name="digests">How the body is hashed.</param>
    /// <param name="fingerprints">What in a header hints at a vendor.</param>
    public MessageDigestReader(EnvelopeOptions envelope, DigestOptions digests, HeaderFingerprints fingerprints)
    {
        var names = new NameTable();
        _claims = new ClaimsReader(envelope, names);
        _marks = new VendorMarkReader(fingerprints, names);
        _digester = new MessageDigester(digests);
    }

    /// <summary>What the message says of itself; null when it has more header fields than are read.</summary>
    public MessageClaims? ReadClaims(MessageBatch batch, in MessageExtent extent)
    {
        ReadOnlySpan<byte> message = batch.BytesOf(extent);
        if (!HeaderScanner.Scan(message, _headers))
            return null;
        var claims = new MessageClaims();
        _claims.Read(message, batch.SeparatorOf(extent), _headers, claims);
        return claims;
    }

    /// <summary>The digest of the message whose claims were read last.</summary>
    public MessageDigest ReadDigest(MessageBatch batch, in MessageExtent extent, MessageClaims claims)
    {
        ReadOnlySpan<byte> message = batch.BytesOf(extent);
        SignatureDigests signatures = _digester.Digest(message, _headers, claims.Signatures, batch.Variant, extent.HasQuotedFrom);
        return new MessageDigest
        {
            Locator = extent.Locator,
            Length = extent.Length,
            Claims = claims,
            Marks = _marks.Read(message, _headers, claims.Envelope.TrustBoundary),
            Signatures = signatures,
            Fingerprint = Fingerprint.Of(claims.MessageId, signatures.BodyFingerprint),
        };
    }

    /// <summary>The exact octets that each DKIM signature of the message covers, whose claims were read last; see <see cref="MessageDigester.Canonical"/>.</summary>
    public IReadOnlyList<(byte[] Headers, byte[] Body)> Canonical(MessageBatch batch, in MessageExtent extent, MessageDigest digest)
    {
        var forms = new List<(byte[], byte[])>();
        foreach (SignatureClaim claim in digest.Claims.Signatures.Dkim)
            forms.Add(_digester.Canonical(batch.BytesOf(extent), _headers, digest.Claims.Signatures, claim, batch.Variant, digest.Signatures.Reading));
        return forms;
    }
}
