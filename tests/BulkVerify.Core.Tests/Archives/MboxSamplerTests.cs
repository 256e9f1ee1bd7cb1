using System.Text;
using BulkVerify.Archives;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Archives;

public class MboxSamplerTests
{
    private const string Body = "text\n>From here on\n\n> quoted:\n>>From there\n";

    [Theory]
    [Rfc("4155", "A")]
    [InlineData(false, false, MboxVariant.Rd)]
    [InlineData(false, true, MboxVariant.Rd)]
    [InlineData(true, false, MboxVariant.Cl)]
    // Line ends that were converted make lengths too small.
    [InlineData(true, true, MboxVariant.O)]
    public void Quoted_lines_of_several_marks_tell_mboxrd_where_no_lengths_say_otherwise(bool hasLengths, bool isConverted, MboxVariant expected)
    {
        string mbox = string.Concat(Enumerable.Range(0, 8).Select(i => Message(i, hasLengths ? Body.Length : null)));
        Assert.Equal(expected, Decide(isConverted ? mbox.Replace("\n", "\r\n", StringComparison.Ordinal) : mbox));
    }

    [Theory]
    [Rfc("4155", "A")]
    [InlineData(3, 5, MboxVariant.Rd)]
    [InlineData(4, 4, MboxVariant.Rd)]
    [InlineData(5, 3, MboxVariant.O)]
    public void Lengths_in_vain_count_only_where_most_messages_have_them(int vain, int without, MboxVariant expected)
    {
        string mbox = string.Concat(Enumerable.Range(0, vain + without).Select(i => Message(i, i < vain ? Body.Length - 3 : null)));
        Assert.Equal(expected, Decide(mbox));
    }

    private static MboxVariant Decide(string mbox) => MboxSampler.Decide(Encoding.ASCII.GetBytes(mbox), isWhole: true).Variant;

    private static string Message(int number, int? length) =>
        $"From a@example.com Thu Jan  1 00:00:00 2026\nFrom: a@example.com\nSubject: {number}\n{(length is { } octets ? $"Content-Length: {octets}\n" : "")}\n{Body}\n";
}
