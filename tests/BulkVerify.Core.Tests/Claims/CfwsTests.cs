using System.Text;
using BulkVerify.Claims;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class CfwsTests
{
    private static readonly Gen<byte[]> Texts = Gen.Char["\\()\"a \n;,:<>@[]=?."].Array[0, 80].Select(c => Encoding.ASCII.GetBytes(c));

    [Fact]
    public void Comments_end_where_counting_octet_by_octet_ends_them() =>
        Texts.Sample(text => Assert.Equal(PlainCommentEnd(["("u8[0], .. text]), Cfws.CommentEnd(["("u8[0], .. text], 0)));

    [Fact]
    public void Quoted_strings_end_where_reading_octet_by_octet_ends_them() =>
        Texts.Sample(text => Assert.Equal(PlainQuotedEnd(["\""u8[0], .. text]), Cfws.QuotedEnd(["\""u8[0], .. text], 0)));

    [Fact]
    public void Octets_of_addresses_that_are_passed_over_are_tokens_of_their_own() =>
        Texts.Sample(octets =>
        {
            var text = new AddressText(octets);
            for (int start = 0; start < octets.Length; start++)
            {
                int end = text.SkipPlain(start, octets.Length);
                for (int i = start; i < end; i++)
                {
                    Assert.Equal(i + 1, text.Next(i));
                    Assert.DoesNotContain(octets[i], "<>@,;:"u8.ToArray());
                }
                Assert.Equal(octets[start..end].Any(o => !Cfws.IsWhiteSpace(o)), text.HasText(start, end));
            }
        });

    private static int PlainCommentEnd(byte[] text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i + 1;
        }
        return text.Length;
    }

    private static int PlainQuotedEnd(byte[] text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i + 1;
        }
        return text.Length;
    }
}
