using BulkVerify.Dns;

namespace BulkVerify.Tests.Dns;

public sealed class OverlayViewTests
{
    private static DnsQuestion Txt(string name) => new(DomainName.Parse(name), DnsRecordType.Txt);

    private static string Show(DnsAnswer? answer) => answer is null
        ? "null"
        : string.Join(' ', [answer.Status.ToString(), .. answer.Aliases.Select(a => a.Value), .. answer.Records.Select(r => System.Text.Encoding.ASCII.GetString(r.Text.Span))]);

    private static readonly ZoneView Below = ZoneView.Parse("""
        a.example. TXT old
        alias.example. CNAME mid.example.
        mid.example. CNAME end.example.
        end.example. TXT old-end
        """);

    [Theory]
    [InlineData("a.example. TXT new", "a.example", "Success new")]
    [InlineData("a.example. A 192.0.2.1", "a.example", "Success old")]
    [InlineData(";bulkverify nodata a.example. TXT", "a.example", "NoData")]
    [InlineData(";bulkverify nxdomain a.example.", "a.example", "NxDomain")]
    [InlineData("end.example. TXT new", "alias.example", "Success mid.example end.example new")]
    [InlineData("mid.example. TXT new", "alias.example", "Success mid.example new")]
    [InlineData("mid.example. CNAME a.example.", "alias.example", "Success mid.example a.example old")]
    [InlineData("a.example. CNAME alias.example.", "a.example", "Success alias.example mid.example end.example old-end")]
    [InlineData("end.example. CNAME alias.example.", "alias.example", "ServFail")]
    [InlineData("new.example. A 192.0.2.1", "new.example", "NoData")]
    [InlineData("x.new.example. A 192.0.2.1", "new.example", "NoData")]
    [InlineData("new.example. TXT new", "other.example", "NxDomain")]
    public void Puts_changed_records_on_top(string overlay, string name, string expected) =>
        Assert.Equal(expected, Show(new OverlayView(ZoneView.Parse(overlay), Below).Find(Txt(name))));

    [Fact]
    public void Names_the_question_that_is_missing_below()
    {
        using var below = new FrozenAnswers();
        var view = new OverlayView(ZoneView.Parse("a.example. CNAME b.example.\n"), below);
        Assert.Null(view.Find(Txt("a.example")));
        Assert.Equal(Txt("b.example"), view.Missing(Txt("a.example")));
        below.Add(Txt("b.example"), DnsAnswer.Of(DnsRecord.Txt("x")), default);
        Assert.Equal("Success b.example x", Show(view.Find(Txt("a.example"))));
    }
}
