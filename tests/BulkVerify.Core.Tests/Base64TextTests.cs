using System.Text;
using CsCheck;

namespace BulkVerify.Tests;

public class Base64TextTests
{
    private static byte[]? Decode(string text) => Base64Text.Decode(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Decodes_what_the_platform_encodes_with_folds_and_without_padding() =>
        Gen.Byte.Array[0, 100].Sample(octets =>
        {
            string text = Convert.ToBase64String(octets);
            return octets.AsSpan().SequenceEqual(Decode(text))
                && octets.AsSpan().SequenceEqual(Decode(string.Join("\r\n\t ", text.Chunk(5).Select(c => new string(c)))))
                && octets.AsSpan().SequenceEqual(Decode(text.TrimEnd('=')));
        });

    [Fact]
    public void Left_over_bits_are_ignored() => Assert.Equal(Decode("AQ=="), Decode("AR=="));

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("AQ=")]
    [InlineData("AQ===")]
    [InlineData("AQID=")]
    [InlineData("=")]
    [InlineData("AQ==AQ==")]
    [InlineData("AQ-_")]
    [InlineData("AQ\0D")]
    [InlineData("AQé")]
    public void Anything_else_is_a_fault(string text) => Assert.Null(Decode(text));

    [Fact]
    public void White_space_alone_is_empty() => Assert.Empty(Decode(" \r\n\t")!);
}
