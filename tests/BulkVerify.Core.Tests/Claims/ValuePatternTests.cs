using System.Text;
using System.Text.RegularExpressions;
using BulkVerify.Claims;
using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class ValuePatternTests
{
    [Theory]
    [InlineData(@"^\d+:SG$", ":SG")]
    [InlineData(@"^\d{3,}_\d{3,}$", "_")]
    [InlineData(@"^Type[a-z]+:MailingID\d+:Sender\d+$", ":MailingID")]
    [InlineData(@"(^|:)activecampaign$", "activecampaign")]
    [InlineData(@"^s\d+-[^:]*:s\d+:a\d+:postmark$", ":postmark")]
    [InlineData(@"@eco\.de", "@eco.de")]
    [InlineData(@"mandrill(app)?\.com", "mandrill")]
    [InlineData("colou?r", "colo")]
    [InlineData("ab*c", "a")]
    [InlineData("ab{0,2}c", "a")]
    [InlineData("ab+c", "ab")]
    [InlineData("x[]y]zz", "zz")]
    [InlineData("a|bc", "")]
    [InlineData("(?i)abc", "")]
    [InlineData(@"\x41bcd", "")]
    [InlineData("[a-z-[b]]xyz", "")]
    [InlineData("é", "")]
    public void Finds_text_that_every_match_holds(string expression, string text) => Assert.Equal(text, RequiredText.Of(expression));

    [Fact]
    public void Matches_what_the_expression_matches()
    {
        string[] values = ["123:SG", "1.2:us3:mc", "1_2_3", "TypeA:MailingID1:Sender2", "Typeab:MailingID1:Sender2", "activecampaign", "a:activecampaign", "s1-:s2:a3:postmark", "a@eco.de", "mandrill.com", "mandrillapp.com", "1:smtp:x", "md_1", "12_34", "é:SG", ""];
        foreach (ValuePattern pattern in VendorCatalog.Embedded.Vendors.SelectMany(v => v.Headers.Select(h => h.Value).Append(v.FeedbackId)).OfType<ValuePattern>())
        {
            foreach (string value in values)
                AssertSame(pattern.Source, value);
        }
    }

    [Fact]
    public void Any_expression_matches_what_it_matches_without_a_look_at_its_text_first()
    {
        string[] pieces = ["a", "b", "ab", "1", "_", "?", "*", "+", "{2}", "{0,1}", "[ab]", "[^a]", "(", ")", "(a)", "|", "^", "$", ".", @"\.", @"\d", @"\b", @"\x61", "(?i)", @"\p{L}", "[]]"];
        Gen<string> expressions = Gen.Int[0, pieces.Length - 1].Array[1, 6].Select(picks => string.Concat(picks.Select(p => pieces[p])));
        Gen<string> values = Gen.Char["abAB1_.]"].Array[0, 6].Select(c => new string(c));
        Gen.Select(expressions, values.Array[1, 20]).Sample((expression, texts) =>
        {
            if (ValuePattern.TryParse(expression) is null)
                return;
            foreach (string text in texts)
                AssertSame(expression, text);
        });
    }

    private static void AssertSame(string expression, string value)
    {
        bool expected = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch(value);
        Assert.True(expected == ValuePattern.Known(expression).IsMatch(Encoding.Latin1.GetBytes(value)), $"{expression} and '{value}'");
    }
}
