using System.Buffers.Binary;
using BulkVerify.Archives;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Turns the bytes of a message and its signature claims into digests: each distinct (canonicalization, hash, length) of the body is hashed once, the signed
/// headers once per signature. Needs no key. After it the bytes are not needed again. One per worker: not thread-safe.
/// </summary>
public sealed class MessageDigester(DigestOptions options)
{
    /// <summary>Octets of the buffer for quoted bodies that are kept from message to message.</summary>
    private const int MaxKeptBuffer = 4 << 20;

    private readonly HeaderHasher _headers = new();
    private readonly BodyHasher _bodies = new();
    private readonly BodyHashRequests _requests = new();
    private readonly BodyHashRequests _alternative = new();
    private byte[] _unquoted = [];

    /// <param name="message">The message as stored.</param>
    /// <param name="headers">Its fields.</param>
    /// <param name="claims">Its signatures. What hashing finds wrong with one is set in its claim.</param>
    /// <param name="variant">Quoting of its archive; only looked at when <paramref name="hasQuotedFrom"/>.</param>
    /// <param name="hasQuotedFrom">True when a line begins with '>'s and "From ".</param>
    public SignatureDigests Digest(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims, MboxVariant variant, bool hasQuotedFrom)
    {
        var digests = new SignatureDigests();
        Digest(message, headers, claims, variant, hasQuotedFrom, digests);
        return digests;
    }

    /// <inheritdoc cref="Digest(ReadOnlySpan{byte}, HeaderTable, SignatureClaims, MboxVariant, bool)"/>
    /// <param name="digests">Cleared and filled; refers to the claims.</param>
    public void Digest(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims, MboxVariant variant, bool hasQuotedFrom, SignatureDigests digests)
    {
        digests.Clear();
        ReadOnlySpan<byte> body = message[headers.BodyStart..];
        CollectRequests(claims);
        MboxReading reading = MboxReading.NoQuoting;
        BodyHashRequests hashes = _requests;
        if (hasQuotedFrom && variant != MboxVariant.None)
            hashes = HashQuoted(body, claims, variant, out reading);
        else
            _bodies.Hash(body, hashes.Items);
        digests.Reading = reading;
        if (options.FingerprintBodies)
            digests.BodyFingerprint = BinaryPrimitives.ReadUInt64BigEndian(hashes.Find(Canonicalization.Relaxed, BodyHashAlgorithm.XxHash3, length: null)!.Hash);
        if (claims.Dkim.Count == 0 && claims.ArcSets is null)
            return;
        _headers.Begin(message, headers);
        foreach (SignatureClaim claim in claims.Dkim)
            Fill(digests.Dkim.AddNew(), message, headers, claim, hashes);
        digests.Arc = ArcOf(message, headers, claims, hashes, digests);
    }

    /// <summary>The exact octets that a signature of the message covers, for comparison with a signer: signed headers, and body up to l=. Both empty for what is not
    /// hashed; no body for a seal. Off the hot path.</summary>
    /// <param name="reading">How the message was read when it was digested.</param>
    public (byte[] Headers, byte[] Body) Canonical(
        ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims, SignatureClaim claim, MboxReading reading)
    {
        if (claim.Syntax is not (SignatureSyntax.Valid or SignatureSyntax.BodyShorterThanLength) || (claim.Kind != SignatureKind.Dkim && claims.ArcStructure != ArcStructure.Complete))
            return ([], []);
        if (claim.Kind == SignatureKind.ArcSeal)
        {
            _headers.HashSeal(message, headers, claims.ArcSets!, claim.ArcInstance - 1, int.MaxValue, stackalloc byte[SignatureDigest.MaxHashLength]);
            return (_headers.Canonical.ToArray(), []);
        }
        _headers.Begin(message, headers);
        _headers.Hash(message, headers, claim, int.MaxValue, stackalloc byte[SignatureDigest.MaxHashLength]);
        ReadOnlySpan<byte> body = message[headers.BodyStart..];
        byte[] canonical = BodyCanonicalizer.ToArray(Read(body, reading), claim.BodyCanonicalization);
        return (_headers.Canonical.ToArray(), claim.BodyLength < canonical.Length ? canonical[..(int)claim.BodyLength] : canonical);
    }

    /// <summary>Hashes a body with quoted lines under the reading that the variant demands; where not all body hashes match, also under the others, and takes the one under which most do, between
    /// equals the earlier one. A hash that matches proves its reading, whatever a sample told of the archive.</summary>
    private BodyHashRequests HashQuoted(ReadOnlySpan<byte> body, SignatureClaims claims, MboxVariant variant, out MboxReading reading)
    {
        ReadOnlySpan<MboxReading> readings = MboxReadings.Of(variant);
        reading = readings[0];
        _bodies.Hash(Read(body, reading), _requests.Items);
        int all = CountHashed(claims), matches = CountMatches(claims, _requests);
        (BodyHashRequests best, BodyHashRequests other) = (_requests, _alternative);
        foreach (MboxReading next in readings[1..])
        {
            if (matches == all)
                break;
            other.CopyFrom(best);
            _bodies.Hash(Read(body, next), other.Items);
            int found = CountMatches(claims, other);
            if (found <= matches)
                continue;
            (reading, matches) = (next, found);
            (best, other) = (other, best);
        }
        if (_unquoted.Length > MaxKeptBuffer)
            _unquoted = [];
        return best;
    }

    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> body, MboxReading reading)
    {
        if (!reading.RemovesQuoting())
            return body;
        if (_unquoted.Length < body.Length)
            _unquoted = GC.AllocateUninitializedArray<byte>(body.Length);
        return _unquoted.AsSpan(0, reading.Unquote(body, _unquoted));
    }

    private void CollectRequests(SignatureClaims claims)
    {
        _requests.Clear();
        if (options.FingerprintBodies)
            _requests.Add(Canonicalization.Relaxed, BodyHashAlgorithm.XxHash3, length: null);
        int limit = _requests.Items.Count + options.MaxBodyHashes;
        foreach (SignatureClaim claim in claims.Dkim)
            Request(claim, limit);
        for (int i = 0; i < MessageSignatures(claims); i++)
            Request(claims.ArcSets![i].MessageSignature!, limit);
    }

    private void Request(SignatureClaim claim, int limit)
    {
        if (!IsHashed(claim) || _requests.Find(claim) is not null)
            return;
        if (_requests.Items.Count == limit)
            claim.Syntax = SignatureSyntax.OverLimit;
        else
            _requests.Add(claim.BodyCanonicalization, BodyHashRequests.AlgorithmOf(claim), claim.BodyLength);
    }

    private bool IsHashed(SignatureClaim claim) =>
        claim.Syntax == SignatureSyntax.Valid && (claim.Algorithm != SignatureAlgorithm.RsaSha1 || options.HashRsaSha1);

    /// <summary>ARC message signatures that are hashed: those of a chain whose structure is complete.</summary>
    private static int MessageSignatures(SignatureClaims claims) => claims.ArcStructure == ArcStructure.Complete ? claims.ArcSets?.Count ?? 0 : 0;

    private int CountHashed(SignatureClaims claims)
    {
        int count = 0;
        foreach (SignatureClaim claim in claims.Dkim)
            count += IsHashed(claim) ? 1 : 0;
        for (int i = 0; i < MessageSignatures(claims); i++)
            count += IsHashed(claims.ArcSets![i].MessageSignature!) ? 1 : 0;
        return count;
    }

    private int CountMatches(SignatureClaims claims, BodyHashRequests hashes)
    {
        int count = 0;
        foreach (SignatureClaim claim in claims.Dkim)
            count += Matches(claim, hashes) ? 1 : 0;
        for (int i = 0; i < MessageSignatures(claims); i++)
            count += Matches(claims.ArcSets![i].MessageSignature!, hashes) ? 1 : 0;
        return count;
    }

    private bool Matches(SignatureClaim claim, BodyHashRequests hashes) => IsHashed(claim) && hashes.Find(claim)!.Hash.SequenceEqual(claim.BodyHash.Span);

    private SignatureDigest Fill(SignatureDigest digest, ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaim claim, BodyHashRequests hashes)
    {
        digest.Claim = claim;
        if (!IsHashed(claim))
            return digest;
        Span<byte> hash = stackalloc byte[SignatureDigest.MaxHashLength];
        int length = _headers.Hash(message, headers, claim, options.MaxHeaderBytes, hash);
        if (length == 0)
        {
            claim.Syntax = SignatureSyntax.OverLimit;
            return digest;
        }
        digest.SetHeaderHash(hash[..length]);
        claim.LeavesDuplicatesUnsigned = _headers.LeavesDuplicates(headers);
        BodyHashRequest body = hashes.Find(claim)!;
        // RFC 6376 §3.5: l= MUST NOT be larger than the canonical body.
        if (claim.BodyLength > body.CanonicalLength)
        {
            claim.Syntax = SignatureSyntax.BodyShorterThanLength;
            return digest;
        }
        digest.SetBodyHash(body.Hash);
        digest.BodyHashMatches = body.Hash.SequenceEqual(claim.BodyHash.Span);
        digest.UnsignedBodyBytes = claim.BodyLength is { } signed ? body.CanonicalLength - signed : 0;
        return digest;
    }

    private ArcChainDigest? ArcOf(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims, BodyHashRequests hashes, SignatureDigests owner)
    {
        if (claims.ArcSets is not { } sets)
            return null;
        var digests = new ArcSetDigest[sets.Count];
        for (int i = 0; i < digests.Length; i++)
        {
            digests[i] = claims.ArcStructure == ArcStructure.Complete
                ? new ArcSetDigest(sets[i].Instance, Fill(owner.AddOfArc(), message, headers, sets[i].MessageSignature!, hashes), SealOf(message, headers, sets, i, owner.AddOfArc()))
                : new ArcSetDigest(sets[i].Instance, Unhashed(sets[i].MessageSignature, owner), Unhashed(sets[i].Seal, owner));
        }
        return new ArcChainDigest(claims.ArcStructure, digests);
    }

    private SignatureDigest SealOf(ReadOnlySpan<byte> message, HeaderTable headers, IReadOnlyList<ArcSetClaim> sets, int index, SignatureDigest digest)
    {
        SignatureClaim seal = sets[index].Seal!;
        digest.Claim = seal;
        digest.BodyHashMatches = true;
        if (!IsHashed(seal))
            return digest;
        Span<byte> hash = stackalloc byte[SignatureDigest.MaxHashLength];
        int length = _headers.HashSeal(message, headers, sets, index, options.MaxHeaderBytes, hash);
        if (length == 0)
            seal.Syntax = SignatureSyntax.OverLimit;
        digest.SetHeaderHash(hash[..length]);
        return digest;
    }

    private static SignatureDigest? Unhashed(SignatureClaim? claim, SignatureDigests owner)
    {
        if (claim is null)
            return null;
        SignatureDigest digest = owner.AddOfArc();
        digest.Claim = claim;
        return digest;
    }
}
