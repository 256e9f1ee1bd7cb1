using System.Text;
using System.Text.RegularExpressions;
using BulkVerify.Archives;
using BulkVerify.Digests;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Digests;

public class MboxUnquoterTests
{
    private static string Unquote(string text, bool onlySingle)
    {
        byte[] buffer = Encoding.Latin1.GetBytes(text);
        byte[] aside = new byte[buffer.Length];
        int length = MboxUnquoter.Unquote(buffer, aside, onlySingle);
        int inPlace = MboxUnquoter.Unquote(buffer, buffer, onlySingle);
        Assert.Equal(aside[..length], buffer[..inPlace]);
        return Encoding.Latin1.GetString(aside, 0, length);
    }

    [Theory]
    [Rfc("4155", "A")]
    [InlineData("", "", "")]
    [InlineData(">From x", "From x", "From x")]
    [InlineData(">>From x", ">From x", ">>From x")]
    [InlineData("a\n>From x\r\n>>>From y\n>From", "a\nFrom x\r\n>>From y\n>From", "a\nFrom x\r\n>>>From y\n>From")]
    [InlineData(" >From x", " >From x", " >From x")]
    [InlineData("x>From y", "x>From y", "x>From y")]
    [InlineData("> >From y", "> >From y", "> >From y")]
    [InlineData(">From a>From b\n>From c", "From a>From b\nFrom c", "From a>From b\nFrom c")]
    [InlineData("\n\n>From \n>From ", "\n\nFrom \nFrom ", "\n\nFrom \nFrom ")]
    [InlineData("a\r>From x", "a\r>From x", "a\r>From x")]
    public void Removes_one_mark_from_each_quoted_line(string stored, string rd, string o)
    {
        Assert.Equal(rd, Unquote(stored, onlySingle: false));
        Assert.Equal(o, Unquote(stored, onlySingle: true));
    }

    [Fact]
    public void Random_text_is_read_as_the_pattern_says() =>
        Gen.Int[0, 6].Array[0, 60].Select(pieces => string.Concat(pieces.Select(p => new[] { ">", "From ", "\n", "\r\n", "text", ">>From ", "\n>From " }[p]))).Sample(text =>
        {
            string rd = Regex.Replace(text, @"(?<=^|\n)>(>*From )", "$1"), o = Regex.Replace(text, @"(?<=^|\n)>From ", "From ");
            Assert.Equal(rd, Unquote(text, onlySingle: false));
            Assert.Equal(o, Unquote(text, onlySingle: true));
            Assert.Equal(rd != text, QuotedFrom.IsIn(Encoding.Latin1.GetBytes(text)));
        });

    [Fact]
    [Rfc("4155", "A")]
    public void Undoes_the_quoting_of_mboxrd() =>
        Gen.Int[0, 4].Array[0, 60].Select(pieces => string.Concat(pieces.Select(p => new[] { ">", "From ", "\n", "text", "\nFrom " }[p]))).Sample(text =>
            Assert.Equal(text, Unquote(Regex.Replace(text, @"(?<=^|\n)(>*From )", ">$1"), onlySingle: false)));
}
