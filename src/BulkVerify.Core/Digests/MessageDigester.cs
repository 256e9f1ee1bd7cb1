using BulkVerify.Archives;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Turns the bytes of a message and its signature claims into digests: each distinct (canonicalization, hash, length) of the body is hashed once, the signed
/// headers once per signature. Needs no key. After it the bytes are not needed again. One per worker: not thread-safe.
/// </summary>
public sealed class MessageDigester(DigestOptions options)
{
    private readonly HeaderHasher _headers = new();
    private readonly BodySink _sink = new();
    private readonly List<BodyHashRequest> _requests = [];
    private readonly List<BodyHashRequest> _spare = [];
    private byte[] _unquoted = [];

    /// <param name="message">The message as stored.</param>
    /// <param name="headers">Its fields.</param>
    /// <param name="claims">Its signatures.</param>
    /// <param name="variant">Quoting of its archive; only looked at when <paramref name="hasQuotedFrom"/>.</param>
    /// <param name="hasQuotedFrom">True when a line begins with '>'s and "From ".</param>
    public SignatureDigests Digest(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims, MboxVariant variant, bool hasQuotedFrom)
    {
        if (claims.Dkim.Count == 0 && claims.ArcSets is null)
            return SignatureDigests.None with { Reading = ReadingOf(variant, hasQuotedFrom) };
        ReadOnlySpan<byte> body = message[headers.BodyStart..];
        MboxReading reading = ReadingOf(variant, hasQuotedFrom);
        CollectRequests(claims);
        if (reading == MboxReading.Unquoted)
            reading = HashQuoted(body, claims, variant);
        else
            HashBody(body);
        var dkim = new SignatureDigest[claims.Dkim.Count];
        for (int i = 0; i < dkim.Length; i++)
            dkim[i] = DigestOf(message, headers, claims.Dkim[i]);
        return new SignatureDigests(dkim, ArcOf(message, headers, claims), reading);
    }

    /// <summary>The exact octets that a signature of the message covers, for comparison with a signer. Off the hot path.</summary>
    public (byte[] Headers, byte[] Body) Canonical(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaim claim)
    {
        _headers.Hash(message, headers, claim, int.MaxValue);
        byte[] body = PlainBodyCanonicalizer.Canonicalize(message[headers.BodyStart..], claim.BodyCanonicalization);
        return (_headers.Canonical.ToArray(), claim.BodyLength < body.Length ? body[..(int)claim.BodyLength] : body);
    }

    private static MboxReading ReadingOf(MboxVariant variant, bool hasQuotedFrom) =>
        !hasQuotedFrom || variant is MboxVariant.None ? MboxReading.NoQuoting
        : variant == MboxVariant.Cl2 ? MboxReading.AsStored
        : MboxReading.Unquoted;

    /// <summary>Hashes the body without its quoting; where the variant leaves open which lines were quoted, also as stored, and keeps what more body hashes match.</summary>
    private MboxReading HashQuoted(ReadOnlySpan<byte> body, SignatureClaims claims, MboxVariant variant)
    {
        if (_unquoted.Length < body.Length)
            _unquoted = GC.AllocateUninitializedArray<byte>(body.Length);
        int length = MboxUnquoter.Unquote(body, _unquoted, onlySingle: variant != MboxVariant.Rd);
        HashBody(_unquoted.AsSpan(0, length));
        if (variant == MboxVariant.Rd || _requests.Count == 0)
            return MboxReading.Unquoted;
        int unquotedMatches = CountMatches(claims);
        HashBody(body);
        if (CountMatches(claims) > unquotedMatches)
            return MboxReading.AsStored;
        HashBody(_unquoted.AsSpan(0, length));
        return MboxReading.Unquoted;
    }

    private void CollectRequests(SignatureClaims claims)
    {
        _spare.AddRange(_requests);
        _requests.Clear();
        foreach (SignatureClaim claim in claims.Dkim)
            Request(claim);
        if (claims.ArcSets is null || claims.ArcStructure != ArcStructure.Complete)
            return;
        foreach (ArcSetClaim set in claims.ArcSets)
            Request(set.MessageSignature!);
    }

    private void Request(SignatureClaim claim)
    {
        if (!IsHashed(claim) || Find(claim) is not null)
            return;
        if (_requests.Count == options.MaxBodyHashes)
        {
            claim.Syntax = SignatureSyntax.OverLimit;
            return;
        }
        BodyHashRequest request;
        if (_spare.Count > 0)
        {
            request = _spare[^1];
            _spare.RemoveAt(_spare.Count - 1);
        }
        else
            request = new BodyHashRequest();
        request.Set(claim.BodyCanonicalization, claim.Algorithm == SignatureAlgorithm.RsaSha1, claim.BodyLength);
        _requests.Add(request);
    }

    private bool IsHashed(SignatureClaim claim) =>
        claim.Syntax == SignatureSyntax.Valid && (claim.Algorithm != SignatureAlgorithm.RsaSha1 || options.HashRsaSha1);

    private BodyHashRequest? Find(SignatureClaim claim)
    {
        foreach (BodyHashRequest request in _requests)
        {
            if (request.Matches(claim))
                return request;
        }
        return null;
    }

    private void HashBody(ReadOnlySpan<byte> body)
    {
        HashBody(body, Canonicalization.Relaxed);
        HashBody(body, Canonicalization.Simple);
    }

    private void HashBody(ReadOnlySpan<byte> body, Canonicalization way)
    {
        if (!_requests.Exists(r => r.Canonicalization == way))
            return;
        _sink.Begin(_requests.Where(r => r.Canonicalization == way));
        BodyCanonicalizer.Canonicalize(body, way, _sink);
        _sink.End();
    }

    private int CountMatches(SignatureClaims claims)
    {
        int matches = 0;
        foreach (SignatureClaim claim in claims.Dkim)
        {
            if (IsHashed(claim) && Find(claim)!.Hash.AsSpan().SequenceEqual(claim.BodyHash.Span))
                matches++;
        }
        return matches;
    }

    private SignatureDigest DigestOf(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaim claim)
    {
        var digest = new SignatureDigest { Claim = claim };
        if (!IsHashed(claim))
            return digest;
        byte[] hash = _headers.Hash(message, headers, claim, options.MaxHeaderBytes);
        if (hash.Length == 0)
        {
            claim.Syntax = SignatureSyntax.OverLimit;
            return digest;
        }
        digest.HeaderHash = hash;
        claim.LeavesDuplicatesUnsigned = _headers.LeavesDuplicates(headers);
        BodyHashRequest body = Find(claim)!;
        // RFC 6376 §3.5: l= MUST NOT be larger than the canonical body.
        if (claim.BodyLength > body.CanonicalLength)
        {
            claim.Syntax = SignatureSyntax.BodyShorterThanLength;
            return digest;
        }
        digest.ComputedBodyHash = body.Hash;
        digest.BodyHashMatches = body.Hash.AsSpan().SequenceEqual(claim.BodyHash.Span);
        digest.UnsignedBodyBytes = claim.BodyLength is { } signed ? body.CanonicalLength - signed : 0;
        return digest;
    }

    private ArcChainDigest? ArcOf(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims)
    {
        if (claims.ArcSets is not { } sets)
            return null;
        var digests = new ArcSetDigest[sets.Count];
        for (int i = 0; i < digests.Length; i++)
        {
            bool complete = claims.ArcStructure == ArcStructure.Complete;
            digests[i] = complete
                ? new ArcSetDigest(sets[i].Instance, DigestOf(message, headers, sets[i].MessageSignature!), SealOf(message, headers, sets, i))
                : new ArcSetDigest(sets[i].Instance, Unhashed(sets[i].MessageSignature), Unhashed(sets[i].Seal));
        }
        return new ArcChainDigest(claims.ArcStructure, digests);
    }

    private SignatureDigest SealOf(ReadOnlySpan<byte> message, HeaderTable headers, IReadOnlyList<ArcSetClaim> sets, int index)
    {
        SignatureClaim seal = sets[index].Seal!;
        var digest = new SignatureDigest { Claim = seal, BodyHashMatches = true };
        if (!IsHashed(seal))
            return digest;
        byte[] hash = _headers.HashSeal(message, headers, sets, index, options.MaxHeaderBytes);
        if (hash.Length == 0)
            seal.Syntax = SignatureSyntax.OverLimit;
        digest.HeaderHash = hash;
        return digest;
    }

    private static SignatureDigest? Unhashed(SignatureClaim? claim) => claim is null ? null : new SignatureDigest { Claim = claim };
}
