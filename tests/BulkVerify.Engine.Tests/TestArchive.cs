using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BulkVerify.Engine.Tests;

/// <summary>A private folder with archives of mail that need no key: SPF decides, and a zone to decide it by.</summary>
internal sealed class TestArchive : IDisposable
{
    private const string Zone = """
        $ORIGIN example.com.
        @ IN TXT "v=spf1 ip4:192.0.2.0/25 include:_spf.vendor.example -all"
        _dmarc IN TXT "v=DMARC1; p=reject"
        $ORIGIN vendor.example.
        _spf IN TXT "v=spf1 ip4:198.51.100.0/24 -all"
        @ IN TXT "v=spf1 include:_spf.vendor.example -all"

        """;

    /// <param name="isCompressed">The mbox is a .gz, whose bodies do not shrink.</param>
    public TestArchive(int messages, bool isCompressed = false)
    {
        File.WriteAllText(ZoneFile, Zone);
        var mbox = new StringBuilder();
        for (int i = 0; i < messages; i++)
            mbox.Append(CultureInfo.InvariantCulture, $"From sender@example.com Thu Jan  1 00:00:00 2026\n{Message(i)}\n");
        if (isCompressed)
        {
            using var gzip = new GZipStream(File.Create(Path.Combine(Mail, "inbox.mbox.gz")), CompressionLevel.NoCompression);
            gzip.Write(Encoding.UTF8.GetBytes(mbox.ToString()));
        }
        else
            File.WriteAllText(Path.Combine(Mail, "inbox.mbox"), mbox.ToString());
        for (int i = 0; i < 5; i++)
            File.WriteAllText(Path.Combine(Mail, $"single-{i}.eml"), Message(messages + i));
        File.WriteAllText(Path.Combine(Mail, "notes.txt"), "This is no mail.\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("bulkverify-engine-").FullName;

    public string Mail => Directory.CreateDirectory(Path.Combine(Root, "mail")).FullName;

    public string ZoneFile => Path.Combine(Root, "dns.zone");

    public VerifyOptions Options => new() { Paths = [Mail], Dns = ZoneFile };

    public string RunPath(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>One in three from the vendor, one in five from nowhere allowed; some have quoted lines and large bodies.</summary>
    private static string Message(int i)
    {
        string client = i % 5 == 0 ? "203.0.113.9" : i % 3 == 0 ? $"198.51.100.{i % 250}" : $"192.0.2.{i % 120}";
        string body = i % 7 == 0 ? ">From the start\n" : i % 200 == 1 ? string.Concat(Enumerable.Repeat("a line of text\n", 100_000)) : "text\n";
        return string.Create(CultureInfo.InvariantCulture, $"""
            Return-Path: <bounce@example.com>
            Received: from mail.example.com (mail.example.com [{client}]) by mx.receiver.example with ESMTP id {i}; Thu, 1 Jan 2026 00:00:{i % 60:00} +0000
            From: Somebody <news@example.com>
            To: you@receiver.example
            Date: Thu, 1 Jan 2026 00:00:00 +0000
            Message-ID: <{i}@example.com>
            Subject: message {i}

            {body}
            """);
    }
}
