using System.Buffers.Text;

namespace BulkVerify.Claims;

/// <summary>Parses the fields DKIM-Signature (RFC 6376 §3.5), ARC-Message-Signature and ARC-Seal (RFC 8617 §4.1). One per worker: not thread-safe.</summary>
public sealed class SignatureClaimParser(NameTable names)
{
    /// <summary>More tags than this make a field no tag list of ours.</summary>
    private const int MaxTags = 64;

    private const int Sha256Length = 32;
    private const int Sha1Length = 20;

    private ref struct Tags
    {
        public ReadOnlySpan<byte> Version, Algorithm, Signature, BodyHash, Canonicalization, Domain, SignedHeaders, Identity, BodyLength, QueryMethods, Selector, SignedAt, ExpiresAt, ChainValidation;
        public bool HasVersion, HasSignature, HasBodyHash, HasAlgorithm, HasDomain, HasSignedHeaders, HasIdentity, HasBodyLength, HasQueryMethods, HasSelector, HasSignedAt, HasExpiresAt, HasCanonicalization, HasChainValidation;
    }

    /// <summary>The claim of one field. Its syntax says whether it can be verified; every tag that could be read is there either way.</summary>
    /// <param name="message">Bytes of the message.</param>
    /// <param name="field">The field in them.</param>
    /// <param name="fieldIndex">Index of the field, topmost 0.</param>
    public SignatureClaim Parse(SignatureKind kind, ReadOnlySpan<byte> message, in HeaderField field, int fieldIndex)
    {
        var claim = new SignatureClaim { Kind = kind, FieldIndex = fieldIndex };
        ReadOnlySpan<byte> whole = message[field.Start..field.End];
        var tags = new Tags();
        SignatureSyntax list = ReadTags(whole[(field.ValueStart - field.Start)..], ref tags);
        claim.SignatureValue = SignatureValueIn(whole, tags);
        claim.SignedHeaders = PlaceIn(whole, tags.SignedHeaders);
        SignatureSyntax content = Fill(claim, tags);
        claim.Syntax = list != SignatureSyntax.Valid ? list : content;
        return claim;
    }

    private static SignatureSyntax ReadTags(ReadOnlySpan<byte> value, ref Tags tags)
    {
        Span<(int Start, int Length)> seen = stackalloc (int, int)[MaxTags];
        int count = 0;
        SignatureSyntax syntax = SignatureSyntax.Valid;
        var list = new TagList(value);
        while (list.MoveNext())
        {
            // RFC 6376 §3.2
            if (list.IsMalformed || count == MaxTags || !IsTagValue(list.Value))
            {
                syntax = First(syntax, SignatureSyntax.NotATagList);
                if (count == MaxTags)
                    break;
                continue;
            }
            if (IsRepeated(value, seen[..count], list.Name))
            {
                syntax = First(syntax, SignatureSyntax.RepeatedTag);
                continue;
            }
            seen[count++] = PlaceIn(value, list.Name);
            Keep(ref tags, list.Name, list.Value);
        }
        return syntax;
    }

    /// <summary>A tag value holds printable octets, 8-bit text, and white space; other controls make it no tag list (RFC 6376 §3.2).</summary>
    private static bool IsTagValue(ReadOnlySpan<byte> value)
    {
        foreach (byte c in value)
        {
            if (c < 32 && c is not ((byte)'\t' or (byte)'\r' or (byte)'\n') || c == 127)
                return false;
        }
        return true;
    }

    private static bool IsRepeated(ReadOnlySpan<byte> value, ReadOnlySpan<(int Start, int Length)> seen, ReadOnlySpan<byte> name)
    {
        foreach ((int start, int length) in seen)
        {
            if (length == name.Length && value.Slice(start, length).SequenceEqual(name))
                return true;
        }
        return false;
    }

    private static void Keep(ref Tags tags, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length == 1)
        {
            switch ((char)name[0])
            {
                case 'v': tags.Version = value; tags.HasVersion = true; break;
                case 'a': tags.Algorithm = value; tags.HasAlgorithm = true; break;
                case 'b': tags.Signature = value; tags.HasSignature = true; break;
                case 'c': tags.Canonicalization = value; tags.HasCanonicalization = true; break;
                case 'd': tags.Domain = value; tags.HasDomain = true; break;
                case 'h': tags.SignedHeaders = value; tags.HasSignedHeaders = true; break;
                case 'i': tags.Identity = value; tags.HasIdentity = true; break;
                case 'l': tags.BodyLength = value; tags.HasBodyLength = true; break;
                case 'q': tags.QueryMethods = value; tags.HasQueryMethods = true; break;
                case 's': tags.Selector = value; tags.HasSelector = true; break;
                case 't': tags.SignedAt = value; tags.HasSignedAt = true; break;
                case 'x': tags.ExpiresAt = value; tags.HasExpiresAt = true; break;
            }
        }
        else if (name.SequenceEqual("bh"u8))
        {
            tags.BodyHash = value;
            tags.HasBodyHash = true;
        }
        else if (name.SequenceEqual("cv"u8))
        {
            tags.ChainValidation = value;
            tags.HasChainValidation = true;
        }
    }

    /// <summary>Fills every member that can be read; returns the first fault in the order of RFC 6376 §6.1.1.</summary>
    private SignatureSyntax Fill(SignatureClaim claim, in Tags tags)
    {
        SignatureSyntax syntax = SignatureSyntax.Valid;
        // RFC 6376 §6.1.1: the version comes first; ARC has none (RFC 8617 §4.1.2).
        if (claim.Kind == SignatureKind.Dkim && tags.HasVersion && !tags.Version.SequenceEqual("1"u8))
            syntax = SignatureSyntax.BadVersion;
        syntax = First(syntax, RequiredTags(claim.Kind, tags));
        syntax = First(syntax, Algorithm(claim, tags));
        syntax = First(syntax, Canonicalizations(claim, tags));
        syntax = First(syntax, Names(claim, tags));
        syntax = First(syntax, claim.Kind == SignatureKind.Dkim ? Identity(claim, tags) : ArcTags(claim, tags));
        syntax = First(syntax, Base64Tags(claim, tags));
        syntax = First(syntax, SignedHeaders(claim, tags));
        syntax = First(syntax, Numbers(claim, tags));
        return First(syntax, QueryMethods(tags));
    }

    private static SignatureSyntax RequiredTags(SignatureKind kind, in Tags tags)
    {
        bool common = tags.HasAlgorithm && tags.HasSignature && tags.HasDomain && tags.HasSelector;
        bool own = kind switch
        {
            SignatureKind.Dkim => tags.HasVersion && tags.HasBodyHash && tags.HasSignedHeaders,
            SignatureKind.ArcMessage => tags.HasIdentity && tags.HasBodyHash && tags.HasSignedHeaders,
            _ => tags.HasIdentity && tags.HasChainValidation,
        };
        return common && own ? SignatureSyntax.Valid : SignatureSyntax.MissingTag;
    }

    private static SignatureSyntax Algorithm(SignatureClaim claim, in Tags tags)
    {
        claim.Algorithm = tags.Algorithm switch
        {
            _ when tags.Algorithm.SequenceEqual("rsa-sha256"u8) => SignatureAlgorithm.RsaSha256,
            _ when tags.Algorithm.SequenceEqual("ed25519-sha256"u8) => SignatureAlgorithm.Ed25519Sha256,
            _ when tags.Algorithm.SequenceEqual("rsa-sha1"u8) => SignatureAlgorithm.RsaSha1,
            _ => SignatureAlgorithm.Unknown,
        };
        return claim.Algorithm == SignatureAlgorithm.Unknown ? SignatureSyntax.UnknownAlgorithm : SignatureSyntax.Valid;
    }

    private static SignatureSyntax Canonicalizations(SignatureClaim claim, in Tags tags)
    {
        // RFC 8617 §4.1.3: a seal is always relaxed and has no c=.
        if (claim.Kind == SignatureKind.ArcSeal)
        {
            claim.HeaderCanonicalization = Canonicalization.Relaxed;
            return SignatureSyntax.Valid;
        }
        // RFC 6376 §3.5: simple/simple by default, and one part names only the header's.
        if (!tags.HasCanonicalization)
            return SignatureSyntax.Valid;
        int slash = tags.Canonicalization.IndexOf((byte)'/');
        ReadOnlySpan<byte> header = slash < 0 ? tags.Canonicalization : tags.Canonicalization[..slash];
        ReadOnlySpan<byte> body = slash < 0 ? "simple"u8 : tags.Canonicalization[(slash + 1)..];
        if (!TryCanonicalization(header, out Canonicalization headerWay) || !TryCanonicalization(body, out Canonicalization bodyWay))
            return SignatureSyntax.UnknownCanonicalization;
        claim.HeaderCanonicalization = headerWay;
        claim.BodyCanonicalization = bodyWay;
        return SignatureSyntax.Valid;
    }

    private static bool TryCanonicalization(ReadOnlySpan<byte> word, out Canonicalization way)
    {
        way = word.SequenceEqual("relaxed"u8) ? Canonicalization.Relaxed : Canonicalization.Simple;
        return way == Canonicalization.Relaxed || word.SequenceEqual("simple"u8);
    }

    private SignatureSyntax Names(SignatureClaim claim, in Tags tags)
    {
        claim.Domain = names.Domain(tags.Domain);
        claim.Selector = names.Domain(tags.Selector);
        if (claim.Domain is null || claim.Selector is null)
            return SignatureSyntax.BadDomain;
        claim.KeyName = KeyNameOf(claim.Selector, claim.Domain);
        claim.IdentityDomain = claim.Domain;
        return claim.KeyName is null ? SignatureSyntax.BadDomain : SignatureSyntax.Valid;
    }

    private DomainName? KeyNameOf(DomainName selector, DomainName domain)
    {
        // RFC 6376 §3.6.2.1
        int length = selector.Value.Length + domain.Value.Length + 13;
        if (length > DomainName.MaxLength)
            return null;
        Span<byte> name = stackalloc byte[length];
        System.Text.Encoding.ASCII.GetBytes(selector.Value, name);
        "._domainkey."u8.CopyTo(name[selector.Value.Length..]);
        System.Text.Encoding.ASCII.GetBytes(domain.Value, name[(selector.Value.Length + 12)..]);
        return names.Domain(name[..(length - 1)]);
    }

    private SignatureSyntax Identity(SignatureClaim claim, in Tags tags)
    {
        if (!tags.HasIdentity || claim.Domain is null)
            return SignatureSyntax.Valid;
        // RFC 6376 §3.5: [local-part] "@" domain, the domain that of d= or below it.
        int at = tags.Identity.LastIndexOf((byte)'@');
        DomainName? domain = at < 0 ? null : names.Domain(tags.Identity[(at + 1)..]);
        if (domain is null || !domain.IsSameOrBelow(claim.Domain))
            return SignatureSyntax.IdentityOutsideDomain;
        claim.IdentityDomain = domain;
        return SignatureSyntax.Valid;
    }

    private static SignatureSyntax ArcTags(SignatureClaim claim, in Tags tags)
    {
        // RFC 8617 §4.2.1
        if (ArcInstance.TryParse(tags.Identity, out int instance))
            claim.ArcInstance = instance;
        if (claim.Kind == SignatureKind.ArcSeal)
        {
            // RFC 8617 §4.1.3
            claim.ChainValidation = tags.ChainValidation switch
            {
                _ when System.Text.Ascii.EqualsIgnoreCase(tags.ChainValidation, "none"u8) => ArcChainValidation.None,
                _ when System.Text.Ascii.EqualsIgnoreCase(tags.ChainValidation, "pass"u8) => ArcChainValidation.Pass,
                _ when System.Text.Ascii.EqualsIgnoreCase(tags.ChainValidation, "fail"u8) => ArcChainValidation.Fail,
                _ => ArcChainValidation.Absent,
            };
            if (claim.ChainValidation == ArcChainValidation.Absent)
                return SignatureSyntax.BadArcTag;
        }
        return claim.ArcInstance == 0 ? SignatureSyntax.BadArcTag : SignatureSyntax.Valid;
    }

    private static SignatureSyntax Base64Tags(SignatureClaim claim, in Tags tags)
    {
        claim.Signature = Decode(tags.Signature);
        claim.BodyHash = Decode(tags.BodyHash);
        if (claim.Signature.IsEmpty)
            return SignatureSyntax.BadBase64;
        if (claim.Kind == SignatureKind.ArcSeal)
            return SignatureSyntax.Valid;
        int expected = claim.Algorithm == SignatureAlgorithm.RsaSha1 ? Sha1Length : Sha256Length;
        return claim.BodyHash.Length == expected ? SignatureSyntax.Valid : SignatureSyntax.BadBase64;
    }

    private static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> text)
    {
        const int longest = 4096;
        return text.Length <= longest ? Base64Text.Decode(text) : default;
    }

    private static SignatureSyntax SignedHeaders(SignatureClaim claim, in Tags tags)
    {
        // RFC 8617 §4.1.3: a seal with h= fails.
        if (claim.Kind == SignatureKind.ArcSeal)
            return tags.HasSignedHeaders ? SignatureSyntax.BadSignedHeaders : SignatureSyntax.Valid;
        bool from = false, unsubscribe = false, unsubscribePost = false;
        foreach (Range range in tags.SignedHeaders.Split((byte)':'))
        {
            ReadOnlySpan<byte> name = TagList.TrimWhiteSpace(tags.SignedHeaders[range]);
            if (name.ContainsAnyExceptInRange((byte)33, (byte)126))
                return SignatureSyntax.BadSignedHeaders;
            HeaderId id = HeaderNames.Find(name);
            // RFC 8617 §4.1.2 forbids all three ARC fields to signers. Signers that list the other two are in use, and validators take them.
            if (claim.Kind == SignatureKind.ArcMessage && id == HeaderId.ArcSeal)
                return SignatureSyntax.BadSignedHeaders;
            from |= id == HeaderId.From;
            unsubscribe |= id == HeaderId.ListUnsubscribe;
            unsubscribePost |= id == HeaderId.ListUnsubscribePost;
        }
        claim.SignsUnsubscribe = unsubscribe && unsubscribePost;
        // RFC 6376 §5.4, which no validator of ARC demands of a message signature.
        return from || claim.Kind == SignatureKind.ArcMessage ? SignatureSyntax.Valid : SignatureSyntax.BadSignedHeaders;
    }

    private static SignatureSyntax Numbers(SignatureClaim claim, in Tags tags)
    {
        bool valid = true;
        if (tags.HasBodyLength && claim.Kind != SignatureKind.ArcSeal)
            valid &= (claim.BodyLength = Number(tags.BodyLength, maxDigits: 76)) is not null;
        if (tags.HasSignedAt)
            valid &= (claim.SignedAt = Number(tags.SignedAt, maxDigits: 12)) is not null;
        if (tags.HasExpiresAt)
            valid &= (claim.ExpiresAt = Number(tags.ExpiresAt, maxDigits: 12)) is not null;
        // RFC 6376 §3.5: x= MUST be greater than t=.
        return valid && !(claim.ExpiresAt <= claim.SignedAt) ? SignatureSyntax.Valid : SignatureSyntax.BadNumber;
    }

    /// <summary>A decimal number of 1 to <paramref name="maxDigits"/> digits; one too large for 64 bits is the largest.</summary>
    private static long? Number(ReadOnlySpan<byte> digits, int maxDigits)
    {
        if (digits.IsEmpty || digits.Length > maxDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;
        return Utf8Parser.TryParse(digits, out long value, out int consumed) && consumed == digits.Length ? value : long.MaxValue;
    }

    private static SignatureSyntax QueryMethods(in Tags tags)
    {
        if (!tags.HasQueryMethods)
            return SignatureSyntax.Valid;
        foreach (Range range in tags.QueryMethods.Split((byte)':'))
        {
            ReadOnlySpan<byte> method = TagList.TrimWhiteSpace(tags.QueryMethods[range]);
            // "dns" alone is what signers wrote before RFC 4871 was settled.
            if (method.SequenceEqual("dns/txt"u8) || method.SequenceEqual("dns"u8))
                return SignatureSyntax.Valid;
        }
        return SignatureSyntax.UnknownQueryMethod;
    }

    private static (int Start, int Length) SignatureValueIn(ReadOnlySpan<byte> field, in Tags tags)
    {
        if (!tags.HasSignature || tags.Signature.IsEmpty || !field.Overlaps(tags.Signature, out int start))
            return default;
        int begin = field[..start].LastIndexOf((byte)'=') + 1;
        int semicolon = field[start..].IndexOf((byte)';');
        int end = semicolon < 0 ? field.Length : start + semicolon;
        return (begin, end - begin);
    }

    private static (int Start, int Length) PlaceIn(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part) =>
        !part.IsEmpty && whole.Overlaps(part, out int start) ? (start, part.Length) : default;

    private static SignatureSyntax First(SignatureSyntax found, SignatureSyntax next) => found == SignatureSyntax.Valid ? next : found;
}
