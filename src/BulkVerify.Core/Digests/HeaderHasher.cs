using System.Security.Cryptography;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Hashes the signed headers of DKIM and ARC signatures: <see cref="Begin"/> for each message, then its signatures. One per worker: not thread-safe.</summary>
internal sealed class HeaderHasher
{
    private readonly ScratchBuffer _canonical = new();
    private readonly FieldIndex _index = new();

    /// <summary>The canonical octets of the last signature hashed.</summary>
    public ReadOnlySpan<byte> Canonical => _canonical.Written;

    public void Begin(ReadOnlySpan<byte> message, HeaderTable headers) => _index.Build(message, headers.Fields);

    /// <summary>Hash of the fields that h= names and of the signature field itself (RFC 6376 §3.7, RFC 8617 §4.1.2), written to <paramref name="hash"/>.</summary>
    /// <returns>Its length; 0 when more than <paramref name="maxBytes"/> would have to be hashed.</returns>
    public int Hash(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaim claim, int maxBytes, Span<byte> hash)
    {
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        _canonical.Clear();
        _index.Reset();
        HeaderField own = fields[claim.FieldIndex];
        if (own.End - own.Start > maxBytes)
            return 0;
        // RFC 6376 §5.4: "dkim-signature" in h= means other signatures, never this one.
        _index.Use(claim.FieldIndex);
        ReadOnlySpan<byte> names = message.Slice(own.Start + claim.SignedHeaders.Start, claim.SignedHeaders.Length);
        foreach (Range range in names.Split((byte)':'))
        {
            // RFC 6376 §5.4.2: repeated names from the bottom up; one that is not there (any more) is the null string.
            int index = _index.Use(message, fields, TagList.TrimWhiteSpace(names[range]));
            if (index >= 0 && !TryAppend(message, fields[index], claim.HeaderCanonicalization, maxBytes))
                return 0;
        }
        if (_index.IsExhausted)
            return 0;
        // RFC 6376 §3.7: the signature comes last, with b= empty and without its CRLF.
        HeaderCanonicalizer.Append(_canonical, message, own, claim.HeaderCanonicalization, claim.SignatureValue);
        return HashCanonical(claim.Algorithm, hash);
    }

    /// <summary>Hash that a seal signs: the ARC fields of its and all earlier sets, relaxed, in order (RFC 8617 §5.1.1); of its own set only when it says cv=fail (§5.1.2).
    /// Written to <paramref name="hash"/>.</summary>
    /// <param name="sets">Complete from 1 to the seal's.</param>
    /// <returns>Its length; 0 when more than <paramref name="maxBytes"/> would have to be hashed.</returns>
    public int HashSeal(ReadOnlySpan<byte> message, HeaderTable headers, IReadOnlyList<ArcSetClaim> sets, int setIndex, int maxBytes, Span<byte> hash)
    {
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        _canonical.Clear();
        SignatureClaim seal = sets[setIndex].Seal!;
        for (int i = seal.ChainValidation == ArcChainValidation.Fail ? setIndex : 0; i <= setIndex; i++)
        {
            bool fits = TryAppend(message, fields[sets[i].ResultsFieldIndex], Canonicalization.Relaxed, maxBytes)
                && TryAppend(message, fields[sets[i].MessageSignature!.FieldIndex], Canonicalization.Relaxed, maxBytes)
                && (i == setIndex || TryAppend(message, fields[sets[i].Seal!.FieldIndex], Canonicalization.Relaxed, maxBytes));
            if (!fits)
                return 0;
        }
        HeaderCanonicalizer.Append(_canonical, message, fields[seal.FieldIndex], Canonicalization.Relaxed, seal.SignatureValue);
        return HashCanonical(seal.Algorithm, hash);
    }

    /// <summary>True when the last hashed h= leaves a From or Subject of the message out (RFC 6376 §8.15).</summary>
    public bool LeavesDuplicates(HeaderTable headers)
    {
        bool from = false, subject = false;
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        for (int i = fields.Length - 1; i >= 0; i--)
        {
            if (fields[i].Id == HeaderId.From)
            {
                if (from && !_index.IsUsed(i))
                    return true;
                from = true;
            }
            else if (fields[i].Id == HeaderId.Subject)
            {
                if (subject && !_index.IsUsed(i))
                    return true;
                subject = true;
            }
        }
        return false;
    }

    private bool TryAppend(ReadOnlySpan<byte> message, in HeaderField field, Canonicalization way, int maxBytes)
    {
        if (field.End - field.Start > maxBytes - _canonical.Length)
            return false;
        HeaderCanonicalizer.Append(_canonical, message, field, way);
        _canonical.Append("\r\n"u8);
        return true;
    }

    private int HashCanonical(SignatureAlgorithm algorithm, Span<byte> hash)
    {
#pragma warning disable CA5350 // SHA-1 is what rsa-sha1 signatures of old mail use; RFC 8301 never lets them pass.
        return algorithm == SignatureAlgorithm.RsaSha1 ? SHA1.HashData(_canonical.Written, hash) : SHA256.HashData(_canonical.Written, hash);
#pragma warning restore CA5350
    }
}
