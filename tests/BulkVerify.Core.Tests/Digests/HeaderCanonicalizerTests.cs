using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Digests;

public class HeaderCanonicalizerTests
{
    private static readonly Gen<string> Values = Gen.Int[0, 9].Array[0, 60].Select(pieces => string.Concat(pieces.Select(p => p switch
    {
        0 => "\r\n ",
        1 => "\n\t",
        2 => " ",
        3 => "\t",
        4 => "\r",
        5 => "word",
        6 => "\u00e4",
        7 => "a somewhat longer run of text, more than a vector",
        8 => "\u0001",
        _ => "x:",
    })));

    private static string Canonical(string field, Canonicalization way, string rest = "\r\n\r\n")
    {
        byte[] message = Encoding.Latin1.GetBytes(field + rest);
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        var canonical = new ScratchBuffer();
        HeaderCanonicalizer.Append(canonical, message, headers.Fields[0], way);
        return Encoding.Latin1.GetString(canonical.Written);
    }

    [Theory]
    // RFC 6376 §3.4.5
    [InlineData("A: X", "A: X", "a:X")]
    [InlineData("B : Y\t\r\n\tZ  ", "B : Y\t\r\n\tZ  ", "b:Y Z")]
    [InlineData("B : Y\t\n\tZ  ", "B : Y\t\r\n\tZ  ", "b:Y Z")]
    [InlineData("Empty:", "Empty:", "empty:")]
    [InlineData("Empty: \r\n \r\n\t", "Empty: \r\n \r\n\t", "empty:")]
    [InlineData("X-Y_z \t:  a", "X-Y_z \t:  a", "x-y_z:a")]
    [InlineData("A: b\rc", "A: b\rc", "a:b\rc")]
    [InlineData("A: b \r c", "A: b \r c", "a:b \r c")]
    [InlineData("A: \u00e4  \u00f6", "A: \u00e4  \u00f6", "a:\u00e4 \u00f6")]
    public void Canonical_forms_are_those_of_the_standard(string field, string simple, string relaxed)
    {
        Assert.Equal(simple, Canonical(field, Canonicalization.Simple));
        Assert.Equal(relaxed, Canonical(field, Canonicalization.Relaxed));
    }

    [Fact]
    [Rfc("6376", "3.4.2")]
    public void Random_values_are_canonical_as_the_plain_version_has_them() =>
        Gen.Select(Values, Gen.Int[0, 80]).Sample((value, more) =>
        {
            string rest = "\r\n\r\n" + new string('b', more);
            Assert.Equal("sub-ject:" + Plain(value), Canonical("Sub-JECT \t:" + value, Canonicalization.Relaxed, rest));
            Assert.Equal("Sub-JECT \t:" + Wire(value), Canonical("Sub-JECT \t:" + value, Canonicalization.Simple, rest));
        });

    [Fact]
    [Rfc("6376", "3.4.2")]
    public void Values_are_canonical_wherever_white_space_stands_in_a_vector()
    {
        foreach (string white in (string[])["  ", " ", "\t", "\r\n ", "\n\t ", "\r", " \r", "\r\r\n "])
        {
            for (int before = 1; before < 70; before++)
            {
                string value = new string('a', before) + white + new string('b', 70 - before);
                Assert.Equal("x:" + Plain(value), Canonical("X:" + value, Canonicalization.Relaxed));
                Assert.Equal("x:" + Plain(value), Canonical("X:" + value, Canonicalization.Relaxed, "\n\n" + new string('c', 100)));
            }
        }
    }

    /// <summary>RFC 6376 §3.4.2 the obvious way.</summary>
    private static string Plain(string value)
    {
        string unfolded = Wire(value).Replace("\r\n", "", StringComparison.Ordinal).Replace('\t', ' ');
        while (unfolded.Contains("  ", StringComparison.Ordinal))
            unfolded = unfolded.Replace("  ", " ", StringComparison.Ordinal);
        return unfolded.Trim(' ');
    }

    /// <summary>Every line end as CRLF. A final CR is the line end's that follows the field.</summary>
    private static string Wire(string value)
    {
        if (value.EndsWith('\r'))
            value = value + "\0";
        value = value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        return value.EndsWith('\0') ? value[..^1] : value;
    }
}
