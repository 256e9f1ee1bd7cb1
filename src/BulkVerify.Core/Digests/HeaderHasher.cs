using System.Security.Cryptography;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Hashes the signed headers of DKIM and ARC signatures. One per worker: not thread-safe.</summary>
internal sealed class HeaderHasher
{
    private readonly ScratchBuffer _canonical = new();
    private bool[] _used = new bool[64];

    /// <summary>The canonical octets of the last signature hashed.</summary>
    public ReadOnlySpan<byte> Canonical => _canonical.Written;

    /// <summary>Hash of the fields that h= names and of the signature field itself (RFC 6376 §3.7, RFC 8617 §4.1.2); empty when more than
    /// <paramref name="maxBytes"/> would have to be hashed.</summary>
    public byte[] Hash(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaim claim, int maxBytes)
    {
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        Clear(fields.Length);
        HeaderField own = fields[claim.FieldIndex];
        ReadOnlySpan<byte> names = message.Slice(own.Start + claim.SignedHeaders.Start, claim.SignedHeaders.Length);
        foreach (Range range in names.Split((byte)':'))
        {
            // RFC 6376 §5.4.2: repeated names from the bottom up; one that is not there (any more) is the null string.
            int index = LastUnused(message, fields, TagList.TrimWhiteSpace(names[range]));
            if (index < 0)
                continue;
            _used[index] = true;
            HeaderCanonicalizer.Append(_canonical, message, fields[index], claim.HeaderCanonicalization);
            _canonical.Append("\r\n"u8);
            if (_canonical.Length > maxBytes)
                return [];
        }
        // RFC 6376 §3.7: the signature comes last, with b= empty and without its CRLF.
        HeaderCanonicalizer.Append(_canonical, message, own, claim.HeaderCanonicalization, claim.SignatureValue);
        return HashCanonical(claim.Algorithm);
    }

    /// <summary>Hash that a seal signs: the ARC fields of its and all earlier sets, relaxed, in order (RFC 8617 §5.1.1); of its own set only when it says cv=fail (§5.1.2).</summary>
    public byte[] HashSeal(ReadOnlySpan<byte> message, HeaderTable headers, IReadOnlyList<ArcSetClaim> sets, int setIndex, int maxBytes)
    {
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        _canonical.Clear();
        SignatureClaim seal = sets[setIndex].Seal!;
        int first = seal.ChainValidation == ArcChainValidation.Fail ? setIndex : 0;
        for (int i = first; i <= setIndex; i++)
        {
            AppendField(message, fields[sets[i].ResultsFieldIndex]);
            AppendField(message, fields[sets[i].MessageSignature!.FieldIndex]);
            if (i < setIndex)
                AppendField(message, fields[sets[i].Seal!.FieldIndex]);
            if (_canonical.Length > maxBytes)
                return [];
        }
        HeaderCanonicalizer.Append(_canonical, message, fields[seal.FieldIndex], Canonicalization.Relaxed, seal.SignatureValue);
        return HashCanonical(seal.Algorithm);
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
                if (from && !_used[i])
                    return true;
                from = true;
            }
            else if (fields[i].Id == HeaderId.Subject)
            {
                if (subject && !_used[i])
                    return true;
                subject = true;
            }
        }
        return false;
    }

    private void AppendField(ReadOnlySpan<byte> message, in HeaderField field)
    {
        HeaderCanonicalizer.Append(_canonical, message, field, Canonicalization.Relaxed);
        _canonical.Append("\r\n"u8);
    }

    private void Clear(int fields)
    {
        _canonical.Clear();
        if (_used.Length < fields)
            _used = new bool[fields];
        _used.AsSpan(0, fields).Clear();
    }

    private int LastUnused(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderField> fields, ReadOnlySpan<byte> name)
    {
        for (int i = fields.Length - 1; i >= 0; i--)
        {
            if (!_used[i] && fields[i].NameLength == name.Length && System.Text.Ascii.EqualsIgnoreCase(message.Slice(fields[i].Start, name.Length), name))
                return i;
        }
        return -1;
    }

    private byte[] HashCanonical(SignatureAlgorithm algorithm)
    {
#pragma warning disable CA5350 // SHA-1 is what rsa-sha1 signatures of old mail use; RFC 8301 never lets them pass.
        return algorithm == SignatureAlgorithm.RsaSha1 ? SHA1.HashData(_canonical.Written) : SHA256.HashData(_canonical.Written);
#pragma warning restore CA5350
    }
}
