namespace BulkVerify.Claims;

/// <summary>What one signature field says of itself. Holds no reference to the message's bytes. Written by the claims stage, read-only after until its list is cleared.</summary>
public sealed class SignatureClaim : IReusable
{
    /// <summary>Octets of a signature whose memory is kept: those of a key of 4096 bits.</summary>
    private const int MaxKeptSignature = 512;

    /// <summary>Octets of SHA-256.</summary>
    private const int MaxBodyHash = 32;

    private readonly OctetBuffer _bodyHash = new(MaxBodyHash);
    private readonly OctetBuffer _signature = new(MaxKeptSignature);

    public SignatureKind Kind { get; internal set; }

    /// <summary><see cref="SignatureSyntax.Valid"/>, or the first thing wrong; the other members then hold what could be read.</summary>
    public SignatureSyntax Syntax { get; internal set; }

    /// <summary>Index of the field in the message's <see cref="HeaderTable"/>, 0 topmost.</summary>
    public int FieldIndex { get; internal set; }

    public SignatureAlgorithm Algorithm { get; internal set; }

    public Canonicalization HeaderCanonicalization { get; internal set; }

    public Canonicalization BodyCanonicalization { get; internal set; }

    /// <summary>d=, the signing domain; null when missing or ill-formed.</summary>
    public DomainName? Domain { get; internal set; }

    /// <summary>s=, the selector; null when missing or ill-formed.</summary>
    public DomainName? Selector { get; internal set; }

    /// <summary>Where the key record stands: selector, "_domainkey", domain (RFC 6376 §3.6.2.1). Null without both, or when too long.</summary>
    public DomainName? KeyName { get; internal set; }

    /// <summary>Domain of i=; that of d= when i= is absent.</summary>
    public DomainName? IdentityDomain { get; internal set; }

    /// <summary>l= in canonical octets; null when the whole body is signed.</summary>
    public long? BodyLength { get; internal set; }

    /// <summary>bh=, decoded; empty when missing or no base64, and for ARC-Seal.</summary>
    public ReadOnlyMemory<byte> BodyHash
    {
        get => _bodyHash.Written;
        internal set => _bodyHash.Set(value.Span);
    }

    /// <summary>b=, decoded; empty when missing or no base64.</summary>
    public ReadOnlyMemory<byte> Signature
    {
        get => _signature.Written;
        internal set => _signature.Set(value.Span);
    }

    /// <summary>t= in seconds of the Unix epoch; null when absent.</summary>
    public long? SignedAt { get; internal set; }

    /// <summary>x= in seconds of the Unix epoch; null when absent.</summary>
    public long? ExpiresAt { get; internal set; }

    /// <summary>i= of an ARC field: 1 to 50 when it is valid, 0 when it is no number; 0 for DKIM.</summary>
    public int ArcInstance { get; internal set; }

    /// <summary>cv= of an ARC-Seal; <see cref="ArcChainValidation.Absent"/> elsewhere.</summary>
    public ArcChainValidation ChainValidation { get; internal set; }

    /// <summary>True when h= covers List-Unsubscribe and List-Unsubscribe-Post (RFC 8058 §4).</summary>
    public bool SignsUnsubscribe { get; internal set; }

    /// <summary>True when From or Subject occurs more often in the message than h= covers (RFC 6376 §8.15).</summary>
    public bool LeavesDuplicatesUnsigned { get; internal set; }

    /// <summary>Place of the value of h= relative to the start of the field, for hashing.</summary>
    internal (int Start, int Length) SignedHeaders { get; set; }

    /// <summary>Place of everything between "b=" and the semicolon or end, relative to the start of the field: what hashing leaves out (RFC 6376 §3.7).</summary>
    internal (int Start, int Length) SignatureValue { get; set; }

    /// <summary>Sets <see cref="BodyHash"/> and <see cref="Signature"/>.</summary>
    internal void SetOctets(ReadOnlySpan<byte> bodyHash, ReadOnlySpan<byte> signature)
    {
        _bodyHash.Set(bodyHash);
        _signature.Set(signature);
    }

    public void Clear()
    {
        (Kind, Syntax, FieldIndex, Algorithm) = (default, default, 0, default);
        HeaderCanonicalization = BodyCanonicalization = default;
        Domain = Selector = KeyName = IdentityDomain = null;
        BodyLength = SignedAt = ExpiresAt = null;
        _bodyHash.Clear();
        _signature.Clear();
        (ArcInstance, ChainValidation) = (0, default);
        SignsUnsubscribe = LeavesDuplicatesUnsigned = false;
        SignedHeaders = SignatureValue = default;
    }
}
