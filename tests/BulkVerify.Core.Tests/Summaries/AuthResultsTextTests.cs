using System.Text;
using BulkVerify.Claims;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
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
            "spf=pass smtp.mailfrom=bounce+x@em.example.com",
            "dkim=pass header.d=example.com header.s=s1 header.a=rsa-sha256",
            "dkim=fail reason=body hash mismatch header.d=vendor.example header.s=k1 header.a=ed25519-sha256",
            "arc=pass",
            "dmarc=pass header.from=example.com policy.published-domain-policy=reject",
        ];
        Assert.Equal(expected, found);
        Assert.Equal(AuthResultsDefects.None, reader.Defects);
        Assert.True(AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(value), out AuthenticationResults? parsed));
        Assert.Equal("mx.example.com", parsed.AuthenticationServiceIdentifier);
        Assert.Equal(expected.Select(e => e.Split(' ')[0]), parsed.Results.Select(r => $"{r.Method}={r.Result}"));
        Assert.Equal("bounce+x@em.example.com", parsed.Results[0].Properties[0].Value);
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
    };
}
