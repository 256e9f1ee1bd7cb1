using System.Security.Cryptography;
using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Digests;

public class BodyHasherTests
{
    private static List<BodyHashRequest> Hash(byte[] body, params (Canonicalization Way, long? Length)[] ways)
    {
        var requests = new BodyHashRequests();
        foreach ((Canonicalization way, long? length) in ways)
            requests.Add(way, BodyHashAlgorithm.Sha256, length);
        new BodyHasher().Hash(body, requests.Items);
        return requests.Items;
    }

    [Fact]
    [Rfc("6376", "3.4.3", "3.4.4")]
    public void Hashes_of_the_empty_body_are_the_known_ones()
    {
        List<BodyHashRequest> hashes = Hash([], (Canonicalization.Simple, null), (Canonicalization.Relaxed, null));
        Assert.Equal("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", Convert.ToBase64String(hashes[0].Hash));
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Convert.ToBase64String(hashes[1].Hash));
        Assert.Equal([2L, 0L], hashes.Select(h => h.CanonicalLength));
    }

    [Fact]
    public void Both_forms_and_any_lengths_of_a_body_share_one_call() =>
        Gen.Select(BodyGen.Bodies, Gen.Int[0, 60]).Sample((body, cut) =>
        {
            (Canonicalization, long?)[] ways =
                [(Canonicalization.Simple, null), (Canonicalization.Relaxed, null), (Canonicalization.Relaxed, cut), (Canonicalization.Simple, cut), (Canonicalization.Simple, 3)];
            foreach (BodyHashRequest request in Hash(body, ways))
                AssertCorrect(body, request);
        });

    [Fact]
    public void A_body_in_which_no_white_space_changes_has_one_hash_for_both_forms()
    {
        List<BodyHashRequest> hashes = Hash("no change\nof white space\n\n"u8.ToArray(), (Canonicalization.Simple, null), (Canonicalization.Relaxed, null));
        Assert.Equal(hashes[0].Hash, hashes[1].Hash);
    }

    [Theory]
    [InlineData("line  {0}\t of a long body\n")]
    [InlineData("line {0} of a long body\r\n")]
    [InlineData("{0}\n")]
    [InlineData("{0}")]
    public void A_body_larger_than_a_chunk_hashes_as_one_call_does(string line)
    {
        byte[] body = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 120_000).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, i))));
        Assert.True(body.Length > BodyHasher.ChunkSize);
        long?[] lengths = [null, 0, 1, BodyHasher.ChunkSize, (2 * BodyHasher.ChunkSize) + 1, body.Length - 1, long.MaxValue];
        foreach (Canonicalization way in Enum.GetValues<Canonicalization>())
        {
            byte[] canonical = PlainBodyCanonicalizer.Canonicalize(body, way);
            foreach (BodyHashRequest request in Hash(body, [.. lengths.Select(l => (way, l))]))
                AssertHashOf(canonical, request);
        }
    }

    [Fact]
    public void Runs_of_white_space_and_of_empty_lines_across_chunks_change_nothing()
    {
        foreach (int at in (int[])[BodyHasher.ChunkSize - 40, BodyHasher.ChunkSize - 1, BodyHasher.ChunkSize, BodyHasher.ChunkSize + 1])
        {
            foreach (string run in (string[])[new(' ', 100), new('\n', 100), "\r\n", " \r\n", " \t\n x"])
            {
                byte[] body = Encoding.Latin1.GetBytes($"\n{new string('a', at - 1)}{run}{new string('b', 1000)}");
                foreach (BodyHashRequest request in Hash(body, (Canonicalization.Simple, null), (Canonicalization.Relaxed, null)))
                    AssertCorrect(body, request);
            }
        }
    }

    private static void AssertCorrect(byte[] body, BodyHashRequest request) =>
        AssertHashOf(PlainBodyCanonicalizer.Canonicalize(body, request.Canonicalization), request);

    private static void AssertHashOf(byte[] canonical, BodyHashRequest request)
    {
        Assert.Equal(SHA256.HashData(canonical.AsSpan(0, (int)Math.Min(request.Length ?? canonical.Length, canonical.Length))), request.Hash);
        Assert.Equal(canonical.Length, request.CanonicalLength);
    }
}
