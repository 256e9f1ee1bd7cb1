using BenchmarkDotNet.Attributes;
using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;

namespace BulkVerify.Micro;

/// <summary>From the bytes of a message with one signature to its digest.</summary>
[MemoryDiagnoser]
public class Digesting
{
    private readonly HeaderTable _headers = new();
    private readonly MessageDigester _digester = new(new DigestOptions());
    private readonly SignatureDigests _digests = new();
    private byte[] _message = [];
    private SignatureClaims _claims = new();

    [Params(2 << 10, 8 << 10, 2 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _message = SampleMail.Of(Size);
        HeaderScanner.Scan(_message, _headers);
        _claims = new SignatureClaimReader(new NameTable()).Read(_message, _headers);
    }

    [Benchmark]
    public SignatureDigests Digest()
    {
        _digester.Digest(_message, _headers, _claims, MboxVariant.O, hasQuotedFrom: false, _digests);
        return _digests;
    }
}
