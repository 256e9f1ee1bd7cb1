using System.Security.Cryptography;
using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using CsCheck;
using MimeKit.Cryptography;
using MimeKit.IO.Filters;

namespace BulkVerify.Tests.Digests;

public class BodyCanonicalizerTests
{
    private static readonly Gen<byte[]> Bodies =
        Gen.Int[0, 9].Array[0, 300].Select(parts => Encoding.Latin1.GetBytes(string.Concat(parts.Select(p => p switch
        {
            0 => "\r\n",
            1 => "\n",
            2 => " ",
            3 => "\t",
            4 => "  ",
            5 => "word",
            6 => "\u00e4",
            7 => "a somewhat longer run of text, more than a vector",
            8 => "\r",
            _ => "x",
        }))));

    [Theory]
    [InlineData("", "\r\n", "")]
    [InlineData("\r\n\r\n", "\r\n", "")]
    [InlineData(" \t\r\n\r\n", " \t\r\n", "")]
    [InlineData("a", "a\r\n", "a\r\n")]
    [InlineData("a\n", "a\r\n", "a\r\n")]
    [InlineData("a\r\n\n\r\n", "a\r\n", "a\r\n")]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n")]
    [InlineData("a\rb\r\n", "a\rb\r\n", "a\rb\r\n")]
    [InlineData("a\r\r\n", "a\r\r\n", "a\r\r\n")]
    [InlineData("\r\n a\r\n", "\r\n a\r\n", "\r\n a\r\n")]
    public void Canonical_forms_are_those_of_the_standard(string body, string simple, string relaxed)
    {
        Assert.Equal(simple, Encoding.Latin1.GetString(Canonical(Encoding.Latin1.GetBytes(body), Canonicalization.Simple)));
        Assert.Equal(relaxed, Encoding.Latin1.GetString(Canonical(Encoding.Latin1.GetBytes(body), Canonicalization.Relaxed)));
    }

    [Theory]
    [InlineData(Canonicalization.Simple)]
    [InlineData(Canonicalization.Relaxed)]
    public void Equals_the_plain_version_on_random_bodies(Canonicalization way) =>
        Bodies.Sample(body => Canonical(body, way).AsSpan().SequenceEqual(PlainBodyCanonicalizer.Canonicalize(body, way)));

    [Theory]
    [InlineData(Canonicalization.Simple)]
    [InlineData(Canonicalization.Relaxed)]
    public void Equals_MimeKit_on_bodies_with_whole_line_ends(Canonicalization way)
    {
        // MimeKit drops a bare CR, which RFC 6376 §3.4 has as data, takes a bare LF as it is, and adds what an empty body or a missing final CRLF lacks elsewhere.
        Bodies.Select(b => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(b).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "end\r\n"))
            .Sample(body =>
            {
                var filter = (IMimeFilter)Activator.CreateInstance(typeof(DkimSigner).Assembly.GetType($"MimeKit.Cryptography.Dkim{way}BodyFilter", throwOnError: true)!, nonPublic: true)!;
                var output = new MemoryStream();
                using (var filtered = new MimeKit.IO.FilteredStream(output))
                {
                    filtered.Add(filter);
                    filtered.Write(body);
                    filtered.Flush();
                }
                return output.ToArray().AsSpan().SequenceEqual(Canonical(body, way));
            });
    }

    [Fact]
    public void Hashes_a_body_larger_than_a_chunk_like_one_call_does_whole_and_cut()
    {
        byte[] body = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 90_000).Select(i => $"line  {i}\t of a long body\n")));
        foreach (Canonicalization way in Enum.GetValues<Canonicalization>())
        {
            byte[] canonical = PlainBodyCanonicalizer.Canonicalize(body, way);
            foreach (long? length in new long?[] { null, 0, 1, 1 << 20, (1 << 20) + 1, canonical.Length })
            {
                BodyHashRequest request = Hash(body, way, length);
                Assert.Equal(SHA256.HashData(canonical.AsSpan(0, (int)(length ?? canonical.Length))), request.Hash);
                Assert.Equal(canonical.Length, request.CanonicalLength);
            }
        }
    }

    [Fact]
    public void Hashes_of_the_empty_body_are_the_known_ones()
    {
        Assert.Equal("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", Convert.ToBase64String(Hash([], Canonicalization.Simple, null).Hash));
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Convert.ToBase64String(Hash([], Canonicalization.Relaxed, null).Hash));
    }

    private static BodyHashRequest Hash(byte[] body, Canonicalization way, long? length)
    {
        var request = new BodyHashRequest();
        request.Set(way, isSha1: false, length);
        var sink = new BodySink();
        sink.Begin([request]);
        BodyCanonicalizer.Canonicalize(body, way, sink);
        sink.End();
        return request;
    }

    /// <summary>The canonical octets of a body that fits one chunk.</summary>
    private static byte[] Canonical(byte[] body, Canonicalization way)
    {
        var sink = new BodySink();
        sink.Begin([]);
        BodyCanonicalizer.Canonicalize(body, way, sink);
        return sink.Buffered.ToArray();
    }
}
