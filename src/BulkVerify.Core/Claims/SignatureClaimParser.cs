using System.Runtime.CompilerServices;
using System.Text;

namespace BulkVerify.Claims;

/// <summary>Parses the fields DKIM-Signature (RFC 6376 §3.5), ARC-Message-Signature and ARC-Seal (RFC 8617 §4.1). One per worker: not thread-safe.</summary>
public sealed class SignatureClaimParser(NameTable names)
{
    /// <summary>Names in one h=; a signature with more is over the limit.</summary>
    public const int MaxSignedHeaders = 1000;

    /// <summary>Octets of b= and of bh= as written: room for a key of 16384 bits, folded.</summary>
    private const int MaxBase64Length = 4096;

    private const int Sha256Length = 32;
    private const int Sha1Length = 20;

    private readonly KeyNames _keyNames = new(names);
    private readonly SignedHeaderLists _signedHeaders = new();

    /// <summary>The claim of one field. Its syntax says whether it can be verified; every tag that could be read is there either way.</summary>
    /// <param name="message">Bytes of the message.</param>
    /// <param name="field">The field in them.</param>
    /// <param name="fieldIndex">Index of the field, topmost 0.</param>
    public SignatureClaim Parse(SignatureKind kind, ReadOnlySpan<byte> message, in HeaderField field, int fieldIndex)
    {
        var claim = new SignatureClaim();
        Parse(kind, message, field, fieldIndex, claim);
        return claim;
    }

    /// <summary>The same into <paramref name="claim"/>, which is as new.</summary>
    internal void Parse(SignatureKind kind, ReadOnlySpan<byte> message, in HeaderField field, int fieldIndex, SignatureClaim claim)
    {
        var tags = new SignatureTags();
        SignatureSyntax list = tags.Read(message[field.Start..field.End], field.ValueStart - field.Start);
        claim.Kind = kind;
        claim.FieldIndex = fieldIndex;
        claim.SignatureValue = tags.SignatureValue;
        claim.SignedHeaders = tags.PlaceOf(SignatureTag.SignedHeaders);
        claim.Syntax = First(list, Fill(claim, tags));
    }

    /// <summary>Fills every member that can be read; returns the first fault in the order of RFC 6376 §6.1.1.</summary>
    private SignatureSyntax Fill(SignatureClaim claim, in SignatureTags tags)
    {
        SignatureSyntax syntax = Version(claim.Kind, tags);
        syntax = First(syntax, RequiredTags(claim.Kind, tags));
        syntax = First(syntax, Algorithm(claim, tags[SignatureTag.Algorithm]));
        syntax = First(syntax, Canonicalizations(claim, tags));
        syntax = First(syntax, Names(claim, tags));
        syntax = First(syntax, claim.Kind == SignatureKind.Dkim ? Identity(claim, tags) : ArcTags(claim, tags));
        syntax = First(syntax, Base64Tags(claim, tags));
        syntax = First(syntax, SignedHeaders(claim, tags));
        syntax = First(syntax, Numbers(claim, tags));
        return First(syntax, QueryMethods(claim.Kind, tags));
    }

    // RFC 6376 §6.1.1: the version comes first. ARC has no v= (RFC 8617 §4.1.2): it is an unknown tag there.
    private static SignatureSyntax Version(SignatureKind kind, in SignatureTags tags) =>
        kind == SignatureKind.Dkim && tags.Has(SignatureTag.Version) && !tags[SignatureTag.Version].SequenceEqual("1"u8)
            ? SignatureSyntax.BadVersion
            : SignatureSyntax.Valid;

    private static SignatureSyntax RequiredTags(SignatureKind kind, in SignatureTags tags)
    {
        bool common = tags.Has(SignatureTag.Algorithm) && tags.Has(SignatureTag.Signature) && tags.Has(SignatureTag.Domain) && tags.Has(SignatureTag.Selector);
        bool own = kind switch
        {
            // RFC 6376 §3.5
            SignatureKind.Dkim => tags.Has(SignatureTag.Version) && tags.Has(SignatureTag.BodyHash) && tags.Has(SignatureTag.SignedHeaders),
            // RFC 8617 §4.1.2
            SignatureKind.ArcMessage => tags.Has(SignatureTag.Identity) && tags.Has(SignatureTag.BodyHash) && tags.Has(SignatureTag.SignedHeaders),
            // RFC 8617 §4.1.3
            _ => tags.Has(SignatureTag.Identity) && tags.Has(SignatureTag.ChainValidation),
        };
        return common && own ? SignatureSyntax.Valid : SignatureSyntax.MissingTag;
    }

    private static SignatureSyntax Algorithm(SignatureClaim claim, ReadOnlySpan<byte> word)
    {
        claim.Algorithm = word switch
        {
            _ when word.SequenceEqual("rsa-sha256"u8) => SignatureAlgorithm.RsaSha256,
            _ when word.SequenceEqual("ed25519-sha256"u8) => SignatureAlgorithm.Ed25519Sha256,
            _ when word.SequenceEqual("rsa-sha1"u8) => SignatureAlgorithm.RsaSha1,
            _ => SignatureAlgorithm.Unknown,
        };
        return claim.Algorithm == SignatureAlgorithm.Unknown ? SignatureSyntax.UnknownAlgorithm : SignatureSyntax.Valid;
    }

    private static SignatureSyntax Canonicalizations(SignatureClaim claim, in SignatureTags tags)
    {
        // RFC 8617 §4.1.3: a seal is always relaxed and has no c=.
        if (claim.Kind == SignatureKind.ArcSeal)
        {
            claim.HeaderCanonicalization = Canonicalization.Relaxed;
            return SignatureSyntax.Valid;
        }
        // RFC 6376 §3.5: simple/simple by default, and one part names only the header's.
        if (!tags.Has(SignatureTag.Canonicalization))
            return SignatureSyntax.Valid;
        ReadOnlySpan<byte> value = tags[SignatureTag.Canonicalization];
        int slash = value.IndexOf((byte)'/');
        ReadOnlySpan<byte> header = slash < 0 ? value : value[..slash];
        ReadOnlySpan<byte> body = slash < 0 ? "simple"u8 : value[(slash + 1)..];
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

    private SignatureSyntax Names(SignatureClaim claim, in SignatureTags tags)
    {
        claim.Domain = NameIn(tags[SignatureTag.Domain]);
        claim.Selector = NameIn(tags[SignatureTag.Selector]);
        if (claim.Domain is null || claim.Selector is null)
            return SignatureSyntax.BadDomain;
        // RFC 6376 §3.5: both are made of sub-domains; a domain-name has two at least, a selector may be one.
        if (claim.Domain.LabelCount < 2 || !claim.Domain.HasMailCharacters || !claim.Selector.HasMailCharacters)
            return SignatureSyntax.BadDomain;
        claim.KeyName = _keyNames.Of(claim.Selector, claim.Domain);
        claim.IdentityDomain = claim.Domain;
        return claim.KeyName is null ? SignatureSyntax.BadDomain : SignatureSyntax.Valid;
    }

    /// <summary>A name as signatures write it: without a final dot (RFC 6376 §3.5), U-labels allowed (RFC 8616 §5).</summary>
    private DomainName? NameIn(ReadOnlySpan<byte> text) => text.EndsWith("."u8) ? null : names.Domain(text);

    private SignatureSyntax Identity(SignatureClaim claim, in SignatureTags tags)
    {
        if (!tags.Has(SignatureTag.Identity) || claim.Domain is null)
            return SignatureSyntax.Valid;
        // RFC 6376 §3.5: [local-part] "@" domain, the domain that of d= or below it.
        ReadOnlySpan<byte> value = tags[SignatureTag.Identity];
        int at = value.LastIndexOf((byte)'@');
        DomainName? domain = at < 0 ? null : IdentityDomain(value[(at + 1)..]);
        if (domain is null || !domain.IsSameOrBelow(claim.Domain))
            return SignatureSyntax.IdentityOutsideDomain;
        claim.IdentityDomain = domain;
        return SignatureSyntax.Valid;
    }

    /// <summary>The value is quoted-printable (RFC 6376 §2.11), whose escapes and white space may stand in the domain too.</summary>
    private DomainName? IdentityDomain(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny("= \t\r\n"u8))
            return NameIn(text);
        Span<byte> decoded = stackalloc byte[DomainName.MaxLength];
        return QuotedPrintableText.TryDecode(text, decoded, out int length) ? NameIn(decoded[..length]) : null;
    }

    private static SignatureSyntax ArcTags(SignatureClaim claim, in SignatureTags tags)
    {
        // RFC 8617 §4.2.1
        claim.ArcInstance = ArcInstance.Parse(tags[SignatureTag.Identity]);
        if (claim.Kind == SignatureKind.ArcSeal)
            claim.ChainValidation = ChainValidation(tags[SignatureTag.ChainValidation]);
        bool valid = claim.ArcInstance is > 0 and <= ArcInstance.Max && (claim.Kind != SignatureKind.ArcSeal || claim.ChainValidation != ArcChainValidation.Absent);
        return valid ? SignatureSyntax.Valid : SignatureSyntax.BadArcTag;
    }

    // RFC 8617 §4.1.3
    private static ArcChainValidation ChainValidation(ReadOnlySpan<byte> word) => word switch
    {
        _ when Ascii.EqualsIgnoreCase(word, "none"u8) => ArcChainValidation.None,
        _ when Ascii.EqualsIgnoreCase(word, "pass"u8) => ArcChainValidation.Pass,
        _ when Ascii.EqualsIgnoreCase(word, "fail"u8) => ArcChainValidation.Fail,
        _ => ArcChainValidation.Absent,
    };

    [SkipLocalsInit]
    private static SignatureSyntax Base64Tags(SignatureClaim claim, in SignatureTags tags)
    {
        Span<byte> octets = stackalloc byte[2 * MaxBase64Length];
        int signature = Decode(tags[SignatureTag.Signature], octets[..MaxBase64Length]);
        int bodyHash = Decode(tags[SignatureTag.BodyHash], octets[MaxBase64Length..]);
        claim.SetOctets(octets.Slice(MaxBase64Length, bodyHash), octets[..signature]);
        if (claim.Signature.IsEmpty)
            return SignatureSyntax.BadBase64;
        if (claim.Kind == SignatureKind.ArcSeal)
            return SignatureSyntax.Valid;
        int expected = claim.Algorithm == SignatureAlgorithm.RsaSha1 ? Sha1Length : Sha256Length;
        return claim.BodyHash.Length == expected ? SignatureSyntax.Valid : SignatureSyntax.BadBase64;
    }

    /// <summary>Number of octets; 0 for what is no base64, or too long.</summary>
    private static int Decode(ReadOnlySpan<byte> text, Span<byte> to) => text.Length <= to.Length ? Math.Max(0, Base64Text.Decode(text, to)) : 0;

    private SignatureSyntax SignedHeaders(SignatureClaim claim, in SignatureTags tags)
    {
        // RFC 8617 §4.1.3: a seal with h= fails.
        if (claim.Kind == SignatureKind.ArcSeal)
            return tags.Has(SignatureTag.SignedHeaders) ? SignatureSyntax.BadSignedHeaders : SignatureSyntax.Valid;
        ReadOnlySpan<byte> list = tags[SignatureTag.SignedHeaders];
        SignedHeaderFacts facts = _signedHeaders.Read(list);
        if (Has(facts, SignedHeaderFacts.OverLimit))
            return SignatureSyntax.OverLimit;
        // RFC 8617 §4.1.2 forbids all three ARC fields to signers. Signers that list the other two are in use, and validators take them.
        if (Has(facts, SignedHeaderFacts.BadName) || (claim.Kind == SignatureKind.ArcMessage && Has(facts, SignedHeaderFacts.ArcSeal)))
            return SignatureSyntax.BadSignedHeaders;
        claim.SignsUnsubscribe = Has(facts, SignedHeaderFacts.ListUnsubscribe | SignedHeaderFacts.ListUnsubscribePost);
        // RFC 6376 §5.4; RFC 8617 §4.1.2 takes its semantics over. The suite that validators of ARC are tested with passes an empty list, and nothing else without From.
        return Has(facts, SignedHeaderFacts.From) || (claim.Kind == SignatureKind.ArcMessage && list.IsEmpty) ? SignatureSyntax.Valid : SignatureSyntax.BadSignedHeaders;
    }

    /// <summary>Enum.HasFlag without its boxes, which only optimized code goes without.</summary>
    private static bool Has(SignedHeaderFacts facts, SignedHeaderFacts all) => (facts & all) == all;

    private static SignatureSyntax Numbers(SignatureClaim claim, in SignatureTags tags)
    {
        bool valid = true;
        // RFC 8617 §4.1.3: of the three a seal has t= only; the others are unknown tags there.
        bool hasAll = claim.Kind != SignatureKind.ArcSeal;
        if (hasAll && tags.Has(SignatureTag.BodyLength))
            valid &= (claim.BodyLength = Number(tags[SignatureTag.BodyLength], maxDigits: 76)) is not null;
        if (tags.Has(SignatureTag.SignedAt))
            valid &= (claim.SignedAt = Number(tags[SignatureTag.SignedAt], maxDigits: 12)) is not null;
        if (hasAll && tags.Has(SignatureTag.ExpiresAt))
            valid &= (claim.ExpiresAt = Number(tags[SignatureTag.ExpiresAt], maxDigits: 12)) is not null;
        // RFC 6376 §3.5: x= MUST be greater than t=.
        return valid && !(claim.ExpiresAt <= claim.SignedAt) ? SignatureSyntax.Valid : SignatureSyntax.BadNumber;
    }

    /// <summary>A decimal number of 1 to <paramref name="maxDigits"/> digits; one too large for 64 bits is the largest.</summary>
    private static long? Number(ReadOnlySpan<byte> digits, int maxDigits)
    {
        if (digits.IsEmpty || digits.Length > maxDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;
        long number = 0;
        foreach (byte digit in digits)
        {
            if (number > (long.MaxValue - 9) / 10)
                return long.MaxValue;
            number = (number * 10) + digit - '0';
        }
        return number;
    }

    private static SignatureSyntax QueryMethods(SignatureKind kind, in SignatureTags tags)
    {
        // RFC 8617 §4.1.3: a seal has no q=.
        if (kind == SignatureKind.ArcSeal || !tags.Has(SignatureTag.QueryMethods))
            return SignatureSyntax.Valid;
        // RFC 6376 §3.5: methods that are not known are ignored.
        ReadOnlySpan<byte> list = tags[SignatureTag.QueryMethods];
        foreach (Range range in list.Split((byte)':'))
        {
            ReadOnlySpan<byte> method = TagList.TrimWhiteSpace(list[range]);
            // "dns" alone is what signers wrote before RFC 4871 was settled.
            if (method.SequenceEqual("dns/txt"u8) || method.SequenceEqual("dns"u8))
                return SignatureSyntax.Valid;
        }
        return SignatureSyntax.UnknownQueryMethod;
    }

    private static SignatureSyntax First(SignatureSyntax found, SignatureSyntax next) => found == SignatureSyntax.Valid ? next : found;
}
