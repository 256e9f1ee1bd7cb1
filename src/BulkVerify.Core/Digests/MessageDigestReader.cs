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

    /// <summary>Puts into <paramref name="digest"/> where the message is and what it says of itself; false when it has more header fields than are read.</summary>
    public bool ReadClaims(MessageBatch batch, in MessageExtent extent, MessageDigest digest)
    {
        ReadOnlySpan<byte> message = batch.BytesOf(extent);
        if (!HeaderScanner.Scan(message, _headers))
            return false;
        digest.Locator = extent.Locator;
        digest.Length = extent.Length;
        _claims.Read(message, batch.SeparatorOf(extent), _headers, digest.Claims);
        return true;
    }

    /// <summary>Adds the rest of the digest of the message whose claims were read last.</summary>
    public void ReadDigest(MessageBatch batch, in MessageExtent extent, MessageDigest digest)
    {
        ReadOnlySpan<byte> message = batch.BytesOf(extent);
        MessageClaims claims = digest.Claims;
        _digester.Digest(message, _headers, claims.Signatures, batch.Variant, extent.HasQuotedFrom, digest.Signatures);
        digest.Marks = _marks.Read(message, _headers, claims.Envelope.TrustBoundary);
        digest.Fingerprint = Fingerprint.Of(claims.MessageId, digest.Signatures.BodyFingerprint);
    }

    /// <summary>The exact octets that each DKIM signature of the message covers, whose claims were read last; see <see cref="MessageDigester.Canonical"/>.</summary>
    public IReadOnlyList<(byte[] Headers, byte[] Body)> Canonical(MessageBatch batch, in MessageExtent extent, MessageDigest digest)
    {
        var forms = new List<(byte[], byte[])>();
        foreach (SignatureClaim claim in digest.Claims.Signatures.Dkim)
            forms.Add(_digester.Canonical(batch.BytesOf(extent), _headers, digest.Claims.Signatures, claim, digest.Signatures.Reading));
        return forms;
    }
}
