using System.Text;
using BulkVerify.Claims;
using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public sealed class VendorMarkReaderTests
{
    [Fact]
    public void Finds_fields_by_name_in_any_case() =>
        Assert.Equal(["sendgrid", "sendgrid"], Read("X-SG-EID: abc\nx-sg-id: def\nX-Other: 1\n\n").Headers.Select(h => h.Owner));

    [Theory]
    [InlineData("X-SES-Outgoing: 2024.01.02-192.0.2.1\n\n", 1)]
    [InlineData("X-SES-Outgoing: other\n\n", 0)]
    public void Matches_the_value_where_the_name_is_not_enough(string message, int expected) => Assert.Equal(expected, Read(message).Headers.Count);

    [Fact]
    public void Passes_over_what_receivers_write_too_unless_it_lies_below_the_boundary()
    {
        const string message = "X-Barracuda-Connect: a\nReceived: b\n\n";
        Assert.Same(VendorMarks.None, Read(message));
        Assert.Same(VendorMarks.None, Read(message, trustBoundary: 1));
        Assert.Equal("barracuda-ess", Assert.Single(Read("Received: b\n" + message, trustBoundary: 1).Headers).Owner);
    }

    [Theory]
    [InlineData("Feedback-ID: 123456:SG\n\n", "sendgrid")]
    [InlineData("X-Feedback-ID:\n 123456:SG\n\n", "sendgrid")]
    [InlineData("Feedback-ID: ::1.us-west-2.AbC=:AmazonSES\n\n", "amazon-ses")]
    [InlineData("Feedback-ID: a:b:activecampaign\n\n", "activecampaign")]
    [InlineData("Feedback-ID: 123456:SGX\n\n", null)]
    public void Knows_the_shape_of_a_feedback_id(string message, string? owner) => Assert.Equal(owner, Read(message).FeedbackIdOwners.SingleOrDefault());

    [Fact]
    public void Reads_the_hosts_of_unsubscribe_uris() =>
        Assert.Equal(["u.list-manage.com", "unsub.example", "h.example"],
            Read("List-Unsubscribe: <https://u.list-manage.com/x?y@z>,\r\n <mailto:a@unsub.example?subject=b@c>, <http://user:p@H.example:8080>, <ftp://f.example/>, <https://h.example/2>\r\n\r\n")
                .UnsubscribeHosts.Select(h => h.Value));

    [Fact]
    public void Shares_one_object_when_there_is_nothing() => Assert.Same(VendorMarks.None, Read("From: a@b.example\nSubject: x\n\nX-SG-EID: in the body\n"));

    [Fact]
    public void Is_bounded()
    {
        string many = string.Concat(VendorCatalog.Embedded.Vendors.SelectMany(v => v.Headers).Select(h => $"{h.Name}: 1\n"));
        string hosts = string.Concat(Enumerable.Range(0, 500).Select(i => $"List-Unsubscribe: <https://h{i}.example>\n"));
        VendorMarks marks = Read(many + hosts + "\n");
        Assert.Equal((VendorMarkReader.MaxHeaders, VendorMarkReader.MaxHosts), (marks.Headers.Count, marks.UnsubscribeHosts.Count));
    }

    [Fact]
    public void Never_throws()
    {
        string[] pieces = ["List-Unsubscribe:", "Feedback-ID:", "X-SES-Outgoing:", "<", ">", "https:", "//", "mailto:", "@", ":", "\n", "\r\n", " ", "\u00e9", "a.b", "?"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 40].Sample(parts => { _ = Read(string.Concat(parts)).Headers.Count; });
        Gen.Byte.Array[0, 200].Sample(bytes => { _ = Read(bytes).Headers.Count; });
    }

    private static VendorMarks Read(string message, int trustBoundary = int.MaxValue) => Read(Encoding.UTF8.GetBytes(message), trustBoundary);

    private static VendorMarks Read(byte[] message, int trustBoundary = int.MaxValue)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return new VendorMarkReader(VendorCatalog.Embedded.Fingerprints, new NameTable()).Read(message, headers, trustBoundary);
    }
}
