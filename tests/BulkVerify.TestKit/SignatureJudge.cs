using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.TestKit;

/// <summary>The flow from the bytes of one message to the verdicts on its signatures, in a straight line.</summary>
public sealed class SignatureJudge(DkimVerifierOptions options)
{
    private readonly SignatureClaimReader _reader = new(new NameTable());
    private readonly MessageDigester _digester = new(new DigestOptions { HashRsaSha1 = options.AllowRsaSha1 });
    private readonly HeaderTable _headers = new();
    private readonly DkimVerifier _verifier = new(options, new KeyCache());

    public HeaderTable Headers => _headers;

    public SignatureDigests Digest(ReadOnlySpan<byte> message, MboxVariant variant = MboxVariant.None, bool hasQuotedFrom = false)
    {
        HeaderScanner.Scan(message, _headers);
        return _digester.Digest(message, _headers, _reader.Read(message, _headers), variant, hasQuotedFrom);
    }

    /// <summary>Verdicts on the DKIM signatures, topmost first.</summary>
    public DkimVerdict[] Dkim(SignatureDigests digests, IDnsView view, long? receivedAt)
    {
        var missing = new DnsQuestionSet();
        return [.. digests.Dkim.Select(d => _verifier.Verify(d, receivedAt, view, missing) ?? throw NoAnswer(missing))];
    }

    public DkimVerdict[] Dkim(ReadOnlySpan<byte> message, IDnsView view, long? receivedAt) => Dkim(Digest(message), view, receivedAt);

    public ArcVerdict Arc(ReadOnlySpan<byte> message, IDnsView view, long? receivedAt)
    {
        var missing = new DnsQuestionSet();
        return new ArcValidator(_verifier).Validate(Digest(message).Arc, receivedAt, view, missing) ?? throw NoAnswer(missing);
    }

    private static InvalidOperationException NoAnswer(DnsQuestionSet missing) => new($"the view has no answer to {string.Join(", ", missing.ToArray())}");
}
