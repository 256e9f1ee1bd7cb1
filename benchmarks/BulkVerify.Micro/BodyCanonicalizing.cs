using System.Text;
using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;
using BulkVerify.Digests;

namespace BulkVerify.Micro;

/// <summary>Canonical forms of a body of 256 KiB, without hashing it.</summary>
[MemoryDiagnoser]
public class BodyCanonicalizing
{
    private const int Size = 256 << 10;

    private byte[] _body = [];
    private byte[] _canonical = [];

    [Params("text", "text CRLF", "base64")]
    public string Body { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _body = Encoding.ASCII.GetBytes(Body switch
        {
            "text" => SampleMail.Text(Size, "\n"),
            "text CRLF" => SampleMail.Text(Size, "\r\n"),
            _ => SampleMail.Base64(Size, "\n"),
        });
        _canonical = new byte[BodyCanonicalizer.RoomFor(_body.Length)];
    }

    [Benchmark]
    public int Simple() => Canonicalize(Canonicalization.Simple);

    [Benchmark]
    public int Relaxed() => Canonicalize(Canonicalization.Relaxed);

    private int Canonicalize(Canonicalization way)
    {
        ReadOnlySpan<byte> lines = BodyCanonicalizer.WithoutEmptyEnd(_body, way);
        int position = BodyCanonicalizer.CanonicalPrefix(lines, way);
        bool dropsWhiteSpace = false;
        return position == lines.Length ? position : BodyCanonicalizer.Transform(lines, ref position, lines.Length, way, _canonical, ref dropsWhiteSpace);
    }
}
