using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using CsCheck;

namespace BulkVerify.Tests.Archives;

public class InflatedStreamTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => $"Received: from host{i * 7919 % 1000} by mx; {i}\r\n")));

    public static TheoryData<string> Contents => ["empty", "one", "text", "zeros", "noise", "far", "blocks"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void Gives_what_was_deflated(string content)
    {
        byte[] expected = Content(content);
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            byte[] deflated = Deflate(expected, level);
            foreach (int piece in new[] { 1, 7, 65_536, deflated.Length })
            {
                foreach (string before in new[] { "", "mark" })
                {
                    var source = new OctetSource(new TrickleStream([.. deflated, .. Encoding.ASCII.GetBytes(before), .. "behind"u8], Math.Max(1, piece)));
                    var inflated = new InflatedStream(source);
                    Assert.Equal(expected, All(inflated, out string? failure));
                    Assert.Null(failure);
                    Assert.True(inflated.TryFindEnd("behind"u8, _ => true, "mark"u8));
                    Assert.Equal(deflated.Length, source.Taken);
                    Assert.Equal(before + "behind", Encoding.ASCII.GetString(source.Peek(20)));
                }
            }
        }
    }

    [Fact]
    public void Random_content_survives() =>
        Gen.Select(Gen.Byte[0, 9].Array[0, 3000], Gen.Enum<CompressionLevel>()).Sample((content, level) =>
            All(new InflatedStream(new OctetSource(new MemoryStream(Deflate(content, level)))), out _).AsSpan().SequenceEqual(content));

    [Fact]
    public void What_does_not_follow_is_not_found()
    {
        var source = new OctetSource(new MemoryStream([.. Deflate(Text, CompressionLevel.Optimal), .. "behind"u8]));
        var inflated = new InflatedStream(source);
        All(inflated, out _);
        Assert.False(inflated.TryFindEnd("before"u8, _ => true));
    }

    [Theory]
    [InlineData("behind it", "behind the end")]
    [InlineData("behind the end", "behind the end")]
    [InlineData("nothing", "behind the end")]
    [InlineData("behind it", "behind it all")]
    public void What_follows_may_stand_in_the_stream_too(string within, string follows)
    {
        byte[] deflated = Deflate([.. Encoding.ASCII.GetBytes(within), .. Text[..500]], CompressionLevel.NoCompression);
        var source = new OctetSource(new MemoryStream([.. deflated, .. Encoding.ASCII.GetBytes(follows)]));
        var inflated = new InflatedStream(source);
        All(inflated, out _);
        Assert.True(inflated.TryFindEnd("behind"u8, from => from.SequenceEqual("behind the end"u8)));
        // Where nothing is the end, the first that looks like it is taken.
        int first = follows == "behind the end" ? deflated.Length : deflated.AsSpan().IndexOf("behind"u8);
        Assert.Equal(first, source.Taken);
    }

    [Fact]
    public void Every_prefix_gives_all_that_can_be_decoded()
    {
        byte[] deflated = Deflate(Text[..6000], CompressionLevel.Optimal);
        for (int length = 0; length < deflated.Length; length++)
        {
            byte[] cut = deflated[..length];
            Assert.Equal(Decodable(cut), All(new InflatedStream(new OctetSource(new MemoryStream(cut))), out string? failure));
            Assert.Contains("early", failure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public void What_stands_before_damage_is_given_but_for_the_last_piece(CompressionLevel level)
    {
        byte[] deflated = Deflate(Text[..40_000], level);
        var random = new Random(1);
        for (int round = 0; round < 120; round++)
        {
            byte[] damaged = [.. deflated];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            AssertNearlyAll(damaged);
        }
    }

    [Fact]
    public void Random_octets_end_in_a_failure_or_an_end() => Gen.Byte.Array[0, 200].Sample(AssertNearlyAll);

    private static void AssertNearlyAll(byte[] damaged)
    {
        byte[] decodable = Decodable(damaged);
        byte[] given = All(new InflatedStream(new OctetSource(new MemoryStream(damaged))), out _);
        Assert.Equal(decodable[..given.Length], given);
        Assert.InRange(given.Length, decodable.Length - InflatedStream.ExpandedPiece + 1, decodable.Length);
    }

    /// <summary>What zlib decodes when it is given one octet at a time and asked for one at a time.</summary>
    private static byte[] Decodable(byte[] deflated)
    {
        using var zlib = new DeflateStream(new TrickleStream(deflated), CompressionMode.Decompress);
        return All(zlib.Read, out _);
    }

    private static byte[] All(InflatedStream inflater, out string? failure) => All((to, at, count) => inflater.Read(to.AsSpan(at, count)), out failure);

    private static byte[] All(Func<byte[], int, int, int> read, out string? failure)
    {
        var made = new MemoryStream();
        byte[] octet = new byte[1];
        failure = null;
        try
        {
            while (read(octet, 0, 1) > 0)
                made.Write(octet);
        }
        catch (InvalidDataException e)
        {
            failure = e.Message;
        }
        return made.ToArray();
    }

    private static byte[] Content(string name) => name switch
    {
        "empty" => [],
        "one" => [42],
        "text" => Text,
        "zeros" => new byte[300_000],
        "noise" => Noise(200_000),
        // Matches from the very end of the window.
        "far" => [.. Noise(32_768), .. Noise(32_768), .. Noise(100)],
        _ => [.. Text, .. Noise(70_000), .. new byte[70_000], .. Text],
    };

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private static byte[] Deflate(byte[] content, CompressionLevel level)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, level, leaveOpen: true))
            deflate.Write(content);
        // The platform writes nothing at all for no content.
        return packed.Length == 0 ? [3, 0] : packed.ToArray();
    }
}
