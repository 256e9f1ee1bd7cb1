using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Spf;
using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class ReasonWordsTests
{
    [Theory]
    [InlineData("BodyHashMismatch", "body hash mismatch")]
    [InlineData("DnsTimeout", "DNS timeout")]
    [InlineData("DnsServFail", "DNS SERVFAIL")]
    [InlineData("AlignedByDkim", "aligned by DKIM")]
    [InlineData("BadArcTag", "bad ARC tag")]
    [InlineData("RsaSha1", "rsa-sha1")]
    [InlineData("NotATagList", "not a tag list")]
    [InlineData("MailFromUnknown", "MAIL FROM unknown")]
    [InlineData("MissingPolicy, LegacyTag", "missing policy, legacy tag")]
    [InlineData("OfAnotherVersion", "of another version")]
    [InlineData("", "")]
    public void Reasons_are_words_as_the_standards_write_them(string name, string words) => Assert.Equal(words, ReasonWords.Of(name));

    [Fact]
    public void No_two_reasons_of_a_set_have_the_same_words()
    {
        Assert.Distinct(Enum.GetNames<DkimReason>().Select(ReasonWords.Of));
        Assert.Distinct(Enum.GetNames<SpfReason>().Select(ReasonWords.Of));
    }
}
