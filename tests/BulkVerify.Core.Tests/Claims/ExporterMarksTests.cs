using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Tests.Claims;

public class ExporterMarksTests
{
    [Theory]
    [InlineData("From 1800000000000000000@xxx Mon Jan 01 00:00:00 +0000 2024", "X-GM-THRID: 1800000000000000000", Exporter.Takeout)]
    [InlineData("From - Mon Jan 01 00:00:00 2024", "X-Mozilla-Status: 0001", Exporter.Thunderbird)]
    [InlineData("", "X-Uniform-Type-Identifier: com.apple.mail-draft", Exporter.AppleMail)]
    [InlineData("From alice at example.com  Mon Jan  1 00:00:00 2024", "Subject: x", Exporter.Mailman)]
    [InlineData("From mboxrd@z Thu Jan  1 00:00:00 1970", "Subject: x", Exporter.PublicInbox)]
    [InlineData("From \"Alice\" Mon Jan  1 00:00:00 2024", "Content-Type: multipart/mixed;\r\n\tboundary=\"--boundary-LibPST-iamunique-1_-_-\"", Exporter.OutlookPst)]
    [InlineData("From alice@example.com Mon Jan  1 00:00:00 2024", "Content-Type: text/plain", Exporter.None)]
    [InlineData("", "X-Mailer: at home", Exporter.None)]
    [InlineData("", "Received: from [198.51.100.7] by mx.example.org; Thu, 1 Jan 2026 00:00:00 +0000\r\nX-Uniform-Type-Identifier: com.apple.mail-draft", Exporter.None)]
    [InlineData("", "X-Mozilla-Status: 0001\r\nReceived: from [198.51.100.7] by mx.example.org; Thu, 1 Jan 2026 00:00:00 +0000\r\nX-Uniform-Type-Identifier: com.apple.mail-draft", Exporter.Thunderbird)]
    public void Exporters_are_told_by_what_they_leave_behind(string separator, string field, Exporter expected)
    {
        byte[] message = Encoding.ASCII.GetBytes($"From: alice@example.com\r\n{field}\r\n\r\nbody\r\n");
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        var claims = new MessageClaims();
        new ClaimsReader(EnvelopeOptions.Default, new NameTable()).Read(message, Encoding.ASCII.GetBytes(separator), headers, claims);
        Assert.Equal(expected, claims.Exporter);
    }
}
