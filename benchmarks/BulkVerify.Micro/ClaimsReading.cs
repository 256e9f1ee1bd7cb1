using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;
using BulkVerify.Senders;

namespace BulkVerify.Micro;

/// <summary>Reading what a message says of itself.</summary>
[MemoryDiagnoser]
public class ClaimsReading
{
    private readonly byte[] _message = SampleMail.Of(0);
    private readonly HeaderTable _headers = new();
    private readonly NameTable _names = new();
    private readonly MessageClaims _claims = new();
    private ClaimsReader _reader = null!;
    private SignatureClaimReader _signatures = null!;
    private VendorMarkReader _marks = null!;

    [GlobalSetup]
    public void Setup()
    {
        HeaderScanner.Scan(_message, _headers);
        _reader = new ClaimsReader(EnvelopeOptions.Default, _names);
        _signatures = new SignatureClaimReader(_names);
        _marks = new VendorMarkReader(VendorCatalog.Embedded.Fingerprints, _names);
    }

    [Benchmark]
    public MessageClaims All()
    {
        _reader.Read(_message, SampleMail.Separator, _headers, _claims);
        return _claims;
    }

    [Benchmark]
    public SignatureClaims Signatures()
    {
        _signatures.Read(_message, _headers, _claims.Signatures);
        return _claims.Signatures;
    }

    [Benchmark]
    public VendorMarks Marks() => _marks.Read(_message, _headers);
}
