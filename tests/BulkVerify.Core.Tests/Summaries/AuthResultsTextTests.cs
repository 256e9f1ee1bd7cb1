using System.Text;
using BulkVerify.Claims;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.TestKit;
using MimeKit;
using MimeKit.Cryptography;

namespace BulkVerify.Tests.Summaries;

public sealed class AuthResultsTextTests
{
    [Fact]
    public void Both_readers_find_the_verdicts_of_the_row()
    {
        MessageRow row = Row();
        string value = Field(row, "mx.example.com");
        var reader = new AuthResultsReader(Encoding.UTF8.GetBytes(value));
        var found = new List<string>();
        Assert.Equal("mx.example.com", Encoding.UTF8.GetString(reader.AuthservId));
        while (reader.MoveNext())
            found.Add($"{Encoding.UTF8.GetString(reader.Method)}={Encoding.UTF8.GetString(reader.Word)} {string.Join(' ', PropertiesOf(reader))}".TrimEnd());
        string[] expected =
        [
            "spf=pass smtp.mailfrom=em.example.com",
            "dkim=pass header.d=example.com header.s=s1 header.a=rsa-sha256",
            "dkim=fail reason=body hash mismatch header.d=vendor.example header.s=k1 header.a=ed25519-sha256",
            "arc=pass smtp.remote-ip=2001:db8::1 header.oldest-pass=0",
            "dmarc=pass header.from=example.com policy.dmarc=quarantine",
        ];
        Assert.Equal(expected, found);
        Assert.Equal(AuthResultsDefects.None, reader.Defects);
        Assert.True(AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(value), out AuthenticationResults? parsed));
        Assert.Equal("mx.example.com", parsed.AuthenticationServiceIdentifier);
        Assert.Equal(expected.Select(e => e.Split(' ')[0]), parsed.Results.Select(r => $"{r.Method}={r.Result}"));
        Assert.Equal("em.example.com", parsed.Results[0].Properties[0].Value);
        Assert.Equal("body hash mismatch", parsed.Results[2].Reason);
    }

    [Theory]
    [InlineData("a b;c=d(e)\"f\\g\"")]
    [InlineData("x\r\nBcc: evil@example.com")]
    [InlineData("\u001b[2J\u202e\0")]
    [InlineData("(((((")]
    [InlineData("; dmarc=pass")]
    [InlineData("ünïcode@exämple.com")]
    public void Hostile_text_stays_one_value(string hostile)
    {
        MessageRow row = Row();
        row.MailFrom = hostile;
        row.Archive = hostile;
        row.Dkim[0].S = hostile;
        string section = Section(row, hostile);
        // The locator, the field and its folded lines, the empty line: nothing else.
        Assert.Single(section.Split('\n'), l => l.StartsWith(AuthResultsText.LocatorField, StringComparison.Ordinal));
        Assert.All(section.TrimEnd('\n').Split('\n'), l => Assert.True(l[0] is '\t' or ' ' || l.StartsWith(AuthResultsText.LocatorField, StringComparison.Ordinal) || l.StartsWith("Authentication-Results: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(section, c => char.IsControl(c) && c is not ('\n' or '\t'));
        var reader = new AuthResultsReader(Encoding.UTF8.GetBytes(Field(row, hostile)));
        var methods = new List<string>();
        while (reader.MoveNext())
            methods.Add(Encoding.UTF8.GetString(reader.Method));
        Assert.Equal(["spf", "dkim", "dkim", "arc", "dmarc"], methods);
    }

    [Fact]
    public void Lines_are_folded_and_the_section_is_a_header_that_MimeKit_reads()
    {
        MessageRow row = Row();
        row.Dkim = [.. Enumerable.Range(0, 20).Select(i => new SignatureRow { D = $"{new string('d', 60)}.example{i}.com", S = new string('s', 60), A = "rsa-sha256", Result = "fail", Reason = "BodyHashMismatch" })];
        string section = Section(row, "mx.example.com");
        Assert.All(section.Split('\n'), l => Assert.InRange(l.Length, 0, 140));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(section + "\n"));
        HeaderList headers = HeaderList.Load(stream, TestContext.Current.CancellationToken);
        Assert.Equal("in box.mbox@5120", headers[AuthResultsText.LocatorField]);
        Assert.True(AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(headers["Authentication-Results"]!), out AuthenticationResults? parsed));
        Assert.Equal(23, parsed.Results.Count);
    }

    [Fact]
    public void The_null_path_names_HELO_and_mail_without_signature_says_none()
    {
        MessageRow row = Row();
        row.MailFrom = "<>";
        row.Dkim = [];
        string value = Field(row, "mx");
        Assert.Contains("spf=pass smtp.helo=mta.example.com", value, StringComparison.Ordinal);
        Assert.Contains("dkim=none", value, StringComparison.Ordinal);
    }

    /// <summary>A value that stands for a mailbox is [[local-part] "@"] domain-name; the local part is there only where the record asks for it.</summary>
    [Theory]
    [Rfc("8601", "2.2", "2.7.2")]
    [InlineData("bounce@em.example.com", "ip4:192.0.2.0/24", "em.example.com")]
    [InlineData("bounce@em.example.com", "exists:%{l}._spf.example.com", "bounce@em.example.com")]
    [InlineData("b+x=y@em.example.com", "include:a.example > exists:%{S}.b.example", "b+x=y@em.example.com")]
    [InlineData("a b@em.example.com", "exists:%{l}.example", "\"a b\"@em.example.com")]
    [InlineData("a..b@em.example.com", "exists:%{l}.example", "\"a..b\"@em.example.com")]
    [InlineData("\"a b\"@em.example.com", "exists:%{l}.example", "\"a b\"@em.example.com")]
    [InlineData("\"a\"b\"@em.example.com", "exists:%{l}.example", "\"\\\"a\\\"b\\\"\"@em.example.com")]
    [InlineData("a\\@em.example.com", "exists:%{l}.example", "\"a\\\\\"@em.example.com")]
    [InlineData("jörg@exämple.com", "exists:%{l}.example", "jörg@exämple.com")]
    [InlineData("a@-x.example", "", "-x.example")]
    [InlineData("a@b_c.example", "exists:%{l}.example", "\"a@b_c.example\"")]
    [InlineData("em.example.com", "", "em.example.com")]
    public void The_sender_is_written_as_the_identity_that_was_checked(string mailFrom, string path, string written)
    {
        MessageRow row = Row();
        (row.MailFrom, row.SpfPath) = (mailFrom, path);
        string value = Field(row, "mx.example.com");
        Assert.Contains($"spf=pass smtp.mailfrom={written};", value, StringComparison.Ordinal);
        var reader = new AuthResultsReader(Encoding.UTF8.GetBytes(value));
        Assert.True(reader.MoveNext());
        Assert.Equal(AuthResultsDefects.None, reader.Defects);
    }

    [Theory]
    [Rfc("8601", "2.5")]
    [InlineData("mx.example.com", "mx.example.com")]
    [InlineData("example-auth", "example-auth")]
    [InlineData("mx@example.com", "\"mx@example.com\"")]
    [InlineData("mx 1", "\"mx 1\"")]
    [InlineData("", "\"\"")]
    public void The_id_of_the_service_is_a_token_or_quoted(string id, string written) =>
        Assert.StartsWith($" {written};", Field(Row(), id), StringComparison.Ordinal);

    [Fact]
    public void A_sender_that_is_not_known_is_not_named()
    {
        MessageRow row = Row();
        (row.MailFrom, row.SpfResult, row.SpfReason) = ("", "none", "");
        Assert.Contains("spf=none;", Field(row, "mx"), StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("5322", "2.1.1")]
    public void No_line_is_longer_than_998_octets_and_the_locator_keeps_its_offset()
    {
        MessageRow row = Row();
        (row.Archive, row.AuthorDomain, row.Helo, row.MailFrom) = (new string('\u00fc', 3000), new string('\\', 3000), new string('"', 3000), "<>");
        string section = Section(row, new string('\u6f22', 2000));
        Assert.All(section.Split('\n'), l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 998));
        Assert.EndsWith("@5120", section.Split('\n')[0], StringComparison.Ordinal);
    }

    private static List<string> PropertiesOf(AuthResultsReader reader)
    {
        var properties = new List<string>();
        AuthPropertyReader each = reader.Properties;
        while (each.MoveNext())
            properties.Add($"{(each.Type.IsEmpty ? "" : Encoding.UTF8.GetString(each.Type) + ".")}{Encoding.UTF8.GetString(each.Name)}={Encoding.UTF8.GetString(each.Value)}");
        return properties;
    }

    private static string Section(MessageRow row, string authservId)
    {
        using var buffer = new MemoryStream();
        AuthResultsText.Write(row, authservId, buffer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Field(MessageRow row, string authservId)
    {
        string section = Section(row, authservId);
        const string name = "Authentication-Results:";
        return section[(section.IndexOf(name, StringComparison.Ordinal) + name.Length)..].TrimEnd('\n');
    }

    private static MessageRow Row() => new()
    {
        Archive = "in box.mbox",
        Offset = 5120,
        AuthorDomain = "example.com",
        MailFrom = "bounce+x@em.example.com",
        Helo = "mta.example.com",
        SpfResult = "pass",
        SpfReason = "MatchedIp4",
        Dkim =
        [
            new SignatureRow { D = "example.com", S = "s1", A = "rsa-sha256", Result = "pass", Reason = "Verified", Aligned = true },
            new SignatureRow { D = "vendor.example", S = "k1", A = "ed25519-sha256", Result = "fail", Reason = "BodyHashMismatch" },
        ],
        ArcResult = "pass",
        ArcReason = "Valid",
        DmarcResult = "pass",
        DmarcReason = "AlignedByBoth",
        DmarcPolicy = "reject",
        DmarcEffectivePolicy = "quarantine",
        ClientIp = "2001:db8::1",
        ArcOldestPass = 0,
    };
}
