using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Tests.Resolving;

public sealed class DnsSourceTests
{
    [Theory]
    [InlineData("none", DnsSourceKind.None, "")]
    [InlineData("live", DnsSourceKind.System, "")]
    [InlineData("9.9.9.9:53", DnsSourceKind.Servers, "9.9.9.9:53")]
    [InlineData("9.9.9.9", DnsSourceKind.Servers, "9.9.9.9:53")]
    [InlineData("127.0.0.1:5353, 9.9.9.9", DnsSourceKind.Servers, "127.0.0.1:5353 9.9.9.9:53")]
    [InlineData("localhost:5353", DnsSourceKind.Servers, "127.0.0.1:5353")]
    [InlineData("[2620:fe::fe]:5353,2620:fe::9", DnsSourceKind.Servers, "[2620:fe::fe]:5353 [2620:fe::9]:53")]
    [InlineData("9.9.9.9,9.9.9.9:53", DnsSourceKind.Servers, "9.9.9.9:53")]
    public void Reads_each_form(string text, DnsSourceKind kind, string servers)
    {
        DnsSource? source = DnsSource.TryParse(text, out string? error);
        Assert.Null(error);
        Assert.Equal((kind, servers), (source!.Kind, string.Join(' ', source.Servers)));
        Assert.Equal(kind is DnsSourceKind.System or DnsSourceKind.Servers, source.IsLive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("missing.zone")]
    [InlineData("dns.example.com:53")]
    [InlineData("1")]
    [InlineData("9.9.9.9:0")]
    [InlineData("9.9.9.9:99999")]
    [InlineData("9.9.9.9,")]
    public void Teaches_the_forms_when_it_is_none(string text)
    {
        Assert.Null(DnsSource.TryParse(text, out string? error));
        Assert.Contains("no such file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_what_is_on_the_disk_for_master_files()
    {
        string folder = Directory.CreateTempSubdirectory("bulkverify-dns-").FullName;
        try
        {
            Assert.Equal((DnsSourceKind.Files, folder), (DnsSource.TryParse(folder, out _)!.Kind, DnsSource.TryParse(folder, out _)!.Path));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}
