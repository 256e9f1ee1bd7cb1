using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class AuthResultsReaderTests
{
    [Theory]
    // RFC 8601 Appendix B
    [InlineData("example.org 1; none", "example.org |")]
    [InlineData("example.com; spf=pass smtp.mailfrom=example.net", "example.com | spf=pass smtp.mailfrom:example.net")]
    [InlineData("example.com;\r\n auth=pass (cleartext) smtp.auth=sender@example.net;\r\n spf=pass smtp.mailfrom=example.net", "example.com | auth=pass smtp.auth:sender@example.net | spf=pass smtp.mailfrom:example.net")]
    [InlineData("example.com; dkim=pass (good signature) header.d=example.com; dkim=fail reason=\"bad signature\" header.d=a.example", "example.com | dkim=pass header.d:example.com | dkim=fail .reason:bad signature header.d:a.example")]
    [InlineData("foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't expecting it) 1362471462", "foo.example.net | dkim=fail policy.expired:1362471462")]
    // in the wild
    [InlineData("mx.google.com;\n dkim=pass header.i=@a.example header.s=s1 header.b=\"AbC/+=1\";\n spf=softfail (google.com: domain of x (really; yes) does not) smtp.mailfrom=x@a.example", "mx.google.com | dkim=pass header.i:@a.example header.s:s1 header.b:AbC/+=1 | spf=softfail smtp.mailfrom:x@a.example")]
    [InlineData("a.example; spf=pass smtp.mailfrom=\"a b\"@c.example smtp.helo=h", "a.example | spf=pass smtp.mailfrom:\"a b\"@c.example smtp.helo:h")]
    [InlineData("a.example; dmarc=pass header.from=<x@a.example>", "a.example | dmarc=pass header.from:<x@a.example>")]
    [InlineData("\"a;b\"; spf=pass", "a;b | spf=pass")]
    [InlineData("a.example; dkim/2=pass header.d=x; spf=pass", "a.example | spf=pass")]
    [InlineData("", " |")]
    [InlineData(";;;", " |")]
    public void Reads_conforming_fields(string value, string expected)
    {
        AuthResultsReader results = Open(value);
        Assert.Equal(expected, Describe(ref results));
    }

    [Theory]
    [Rfc("8601", "2.2")]
    [InlineData("spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=a.example; dkim=none (message not signed)\r\n header.d=none;dmarc=bestguesspass action=none\r\n header.from=a.example;compauth=pass reason=109", AuthResultsDefects.NoAuthservId | AuthResultsDefects.StrayWord | AuthResultsDefects.UnknownResult)]
    [InlineData("a.example spf=pass", AuthResultsDefects.NoSemicolon)]
    [InlineData("a.example 2; spf=pass", AuthResultsDefects.UnknownVersion)]
    [InlineData("a.example; spf=great", AuthResultsDefects.UnknownResult)]
    [InlineData("a.example; spf=pass stray", AuthResultsDefects.StrayWord)]
    [InlineData("a.example; spf", AuthResultsDefects.StrayWord)]
    [InlineData("a.example; spf=pass reason=\"x\" smtp.helo=h", AuthResultsDefects.None)]
    public void Flags_departures_from_the_syntax(string value, AuthResultsDefects defects)
    {
        AuthResultsReader results = Open(value);
        while (results.MoveNext())
        {
        }
        Assert.Equal(defects, results.Defects);
    }

    [Fact]
    public void Outlook_s_fields_are_read_without_their_id()
    {
        AuthResultsReader results = Open("spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=none (message not signed) header.d=none;dmarc=fail action=quarantine header.from=a.example;compauth=fail reason=000");
        Assert.True(results.AuthservId.IsEmpty);
        Assert.True(results.MoveNext());
        Assert.Equal((AuthResult.Fail, "sender IP is 192.0.2.1"), (results.Result, Text(results.Comment)));
        Assert.True(results.MoveNext());
        Assert.Equal((AuthResult.None, "message not signed"), (results.Result, Text(results.Comment)));
        Assert.True(results.MoveNext());
        Assert.True(results.TryGetProperty("HEADER"u8, "From"u8, out ReadOnlySpan<byte> from));
        Assert.Equal("a.example", Text(from));
        Assert.True(results.MoveNext());
        Assert.Equal(("compauth", "000"), (Text(results.Method), Text(results.Reason)));
        Assert.False(results.MoveNext());
    }

    [Theory]
    [Rfc("8617", "4.1.1")]
    [InlineData(" i=1; a.example; spf=pass", 1, AuthResultsDefects.None)]
    [InlineData("i = 12 ;\r\n a.example 1; spf=pass", 12, AuthResultsDefects.None)]
    [InlineData("a.example; spf=pass", 0, AuthResultsDefects.NoInstance)]
    public void The_instance_of_an_arc_field_comes_first(string value, int instance, AuthResultsDefects defects)
    {
        var results = new AuthResultsReader(Encoding.UTF8.GetBytes(value), arc: true);
        Assert.Equal((instance, defects, "a.example"), (results.Instance, results.Defects, Text(results.AuthservId)));
        Assert.True(results.MoveNext());
        Assert.Equal(AuthResult.Pass, results.Result);
    }

    [Fact]
    [Rfc("8601", "2.7.2")]
    public void Hardfail_is_the_old_word_for_fail()
    {
        AuthResultsReader results = Open("a.example; spf=HardFail");
        Assert.True(results.MoveNext());
        Assert.Equal((AuthResult.Fail, AuthResultsDefects.None), (results.Result, results.Defects));
    }

    [Theory]
    [Rfc("7208", "9.1")]
    [InlineData("pass (mx.b.example: domain of joe@a.example designates 192.0.2.1 as permitted sender)\r\n receiver=mx.b.example; client-ip=192.0.2.1; envelope-from=\"joe@a.example\"; helo=h.a.example;", "pass", "mx.b.example", "192.0.2.1", "joe@a.example", "h.a.example")]
    [InlineData("SoftFail (google.com: domain of transitioning joe@a.example) client-ip=2001:db8::1;", "softfail", "google.com", "2001:db8::1", "", "")]
    [InlineData("none client-ip=192.0.2.1 envelope-from=<joe@a.example> helo=h", "none", "", "192.0.2.1", "<joe@a.example>", "h")]
    [InlineData("None (protection.outlook.com: a.example does not designate\n permitted sender hosts)", "none", "protection.outlook.com", "", "", "")]
    [InlineData("", null, "", "", "", "")]
    public void Reads_received_spf(string value, string? word, string receiver, string address, string path, string helo)
    {
        var spf = new ReceivedSpfReader(Encoding.UTF8.GetBytes(value));
        Assert.Equal((word, receiver), (spf.Result?.ToWord(), Text(spf.Receiver)));
        Assert.Equal((address, path, helo), (Get(spf, "client-ip"), Get(spf, "envelope-from"), Get(spf, "helo")));
    }

    [Fact]
    public void Octets_of_any_kind_are_read_to_an_end()
    {
        Gen.Byte.Array[0, 300].Sample(bytes => ReadAll(bytes));
        string[] pieces = ["a.example", ";", "=", ".", "(", ")", "\"", "\\", "spf", "pass", "/", "1", " ", "\r\n ", "i=1", "reason", "header.d", "@", "<", "none"];
        Gen.Int[0, pieces.Length - 1].Array[0, 60].Sample(picks => ReadAll(Encoding.ASCII.GetBytes(string.Concat(picks.Select(p => pieces[p])))));
        foreach (string piece in pieces)
            ReadAll(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 50_000))));
    }

    private static void ReadAll(byte[] bytes)
    {
        foreach (bool arc in (bool[])[false, true])
        {
            var results = new AuthResultsReader(bytes, arc);
            Describe(ref results);
        }
        Get(new ReceivedSpfReader(bytes), "helo");
    }

    private static AuthResultsReader Open(string value) => new(Encoding.UTF8.GetBytes(value));

    private static string Get(ReceivedSpfReader spf, string key) => spf.TryGetValue(Encoding.ASCII.GetBytes(key), out ReadOnlySpan<byte> value) ? Text(value) : "";

    private static string Describe(ref AuthResultsReader results)
    {
        var text = new StringBuilder(Text(results.AuthservId));
        int count = 0;
        while (results.MoveNext())
        {
            count++;
            text.Append(" | ").Append(Text(results.Method)).Append('=').Append(Text(results.Word));
            AuthPropertyReader properties = results.Properties;
            while (properties.MoveNext())
                text.Append(' ').Append(Text(properties.Type)).Append('.').Append(Text(properties.Name)).Append(':').Append(Text(properties.Value));
        }
        return count == 0 ? text.Append(" |").ToString() : text.ToString();
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
