using System.Globalization;
using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class MailDateTests
{
    [Theory]
    [InlineData("Sat, 7 Dec 2024 07:02:55 +0000", "2024-12-07T07:02:55Z")]
    [InlineData("Sat,  7 Dec 2024 08:03:00 +0100 (CET)", "2024-12-07T07:03:00Z")]
    [InlineData("Sat, 7 Dec 2024\r\n 08:03:00 -0530", "2024-12-07T13:33:00Z")]
    [InlineData("7 Dec 2024 07:02 +0000", "2024-12-07T07:02:00Z")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", null)]
    [InlineData("Fri, 21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z")]
    [InlineData("Fri, 21 Nov 97 09:55:06 EST", "1997-11-21T14:55:06Z")]
    [InlineData("Fri, 21 Nov 97 09:55:06 PDT", "1997-11-21T16:55:06Z")]
    [InlineData("Fri, 21 Nov 49 09:55:06 Z", "2049-11-21T09:55:06Z")]
    [InlineData("Fri, 21 Nov 102 09:55:06 UT", "2002-11-21T09:55:06Z")]
    [InlineData("Fri, 21 Nov 2003 09:55:06 A", "2003-11-21T09:55:06Z")]
    [InlineData("(a (nested) comment) Thu, 13 (x) Feb (y) 1969 23:32:54 -0330", "1969-02-14T03:02:54Z")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z")]
    [InlineData("Thu, 29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00Z")]
    [InlineData("Thu Jan  1 00:00:00 1970", "1970-01-01T00:00:00Z")]
    [InlineData("Thu May 16 18:24:14 2019 +0200", "2019-05-16T16:24:14Z")]
    [InlineData("Thu May 16 18:24:14 EDT 2019", "2019-05-16T22:24:14Z")]
    [InlineData("Mon Jun 01 2022 10:00:00 GMT+0200 (CEST)", "2022-06-01T08:00:00Z")]
    [InlineData("Mon, 24 Oct 2022 20:24:07.009 +0000 (UTC)", "2022-10-24T20:24:07Z")]
    [InlineData("Sat, 07-Dec-2024 07:02:55 GMT", "2024-12-07T07:02:55Z")]
    [InlineData("Sat, 7 December 2024 07:02:55 +0000", "2024-12-07T07:02:55Z")]
    [InlineData("Sat, 7 Dec 2024 07:02:55", "2024-12-07T07:02:55Z")]
    [InlineData("Wed, 30 Feb 2024 00:00:00 +0000", null)]
    [InlineData("Wed, 1 Foo 2024 00:00:00 +0000", null)]
    [InlineData("Wed, 1 Jan 2024 25:00:00 +0000", null)]
    [InlineData("Wed, 1 Jan 2024", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Reads_the_dates_of_mail(string text, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
            MailDate.Parse(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_time_and_zone_survives() =>
        Gen.Select(Gen.Long[0, 4102444800], Gen.Int[-14 * 60, 14 * 60]).Sample((seconds, minutes) =>
        {
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes));
            string zone = $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}{Math.Abs(minutes) % 60:00}";
            string text = time.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
            Assert.Equal(seconds, MailDate.Parse(Encoding.ASCII.GetBytes(text)));
        });

    [Fact]
    public void Octets_of_any_kind_are_no_exception() => Gen.Byte.Array[0, 300].Sample(bytes => { _ = MailDate.Parse(bytes); });

    [Fact]
    public void Shuffled_parts_of_dates_are_no_exception()
    {
        string[] parts = ["Sat, ", "7 ", "Dec ", "2024 ", "07:02:55 ", "+0000 ", "(x", ")", "-", ":", "99 ", "GMT", "+", "99999999999 ", "07-Dec-24 ", "PST ", "0 "];
        Gen.Int[0, parts.Length - 1].Array[0, 12].Sample(picks => { _ = MailDate.Parse(Encoding.ASCII.GetBytes(string.Concat(picks.Select(p => parts[p])))); });
    }

    [Fact]
    [Rfc("5322", "3.3")]
    public void The_usual_form_is_read_as_any_other()
    {
        // Two spaces after the comma make it unusual.
        Gen.Select(Gen.Int[0, 34], Gen.Char[" 0123456789JanMarThu,:+-(;Zz\t"], Gen.Int[0, 36], Gen.Int[1, 36]).Sample((place, octet, cut, day) =>
        {
            char[] text = $" {(day % 7 == 0 ? "Mar" : "Thu")}, {(day < 10 ? day : day.ToString("00", null))} Jan 2026 23:59:60 -0730 (x)".ToCharArray();
            text[Math.Min(place, text.Length - 1)] = octet;
            string usual = new(text.AsSpan(0, Math.Max(0, text.Length - (cut % 9))));
            int comma = usual.IndexOf(',', StringComparison.Ordinal);
            string unusual = comma < 0 ? usual : usual[..(comma + 1)] + " " + usual[(comma + 1)..];
            Assert.Equal(MailDate.Parse(Encoding.ASCII.GetBytes(unusual)), MailDate.Parse(Encoding.ASCII.GetBytes(usual)));
        }, iter: 20_000);
    }
}
