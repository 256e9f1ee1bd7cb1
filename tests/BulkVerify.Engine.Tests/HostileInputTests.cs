using System.IO.Compression;
using System.Text;
using BulkVerify.Engine.Runs;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests;

/// <summary>Files of random octets, of pieces of mail in random order, and of containers with flipped octets: every one ends in verdicts or faults.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const string Separator = "From a@example.com Thu Jan  1 00:00:00 2026\n";

    private static readonly string[] Pieces =
    [
        Separator, "From: a@example.com\n", "From: =?utf-8?b?", "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=k; h=from:to; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n",
        "DKIM-Signature: ", "ARC-Seal: i=1; cv=none; a=rsa-sha256; d=example.com; s=k; b=AAAA\n", "ARC-Message-Signature: i=1;", "ARC-Authentication-Results: i=1; mx; spf=pass\n",
        "Received: from a (b [192.0.2.1]) by c.example; Thu, 1 Jan 2026 00:00:00 +0000\n", "Received: ", "Received-SPF: pass client-ip=::1;", "Authentication-Results: c.example; spf=pass smtp.mailfrom=\"a", "Return-Path: <",
        "List-Unsubscribe: <https://", "List-Id: ", "Content-Length: 99999999999\n", ">From x\n", "\n", "\n\n", "\r\n", "\r", "\0", "\t", " ", ";", "=", "(((((", "\"", "<", ">", "@", "\u00e4", "\ud83d\ude00",
    ];

    private readonly TestArchive _archive = new(10);

    public void Dispose() => _archive.Dispose();

    [Theory]
    [Rfc("6376", "8.4")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Anything_ends_in_verdicts_or_faults_and_every_message_counts_once(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 120; i++)
            await WriteAsync($"{i}.{(i % 2 == 0 ? "eml" : "mbox")}", i % 3 == 0 ? Octets(random) : Mail(random, i % 2 == 0 ? "From: a@example.com\n" : Separator));
        for (int i = 0; i < 40; i++)
            await WriteAsync($"{i}.gz", Flipped(random, Gzip([.. Enumerable.Range(0, 20).SelectMany(n => Mail(random, Separator))])));
        var folder = new RunFolder(_archive.RunPath($"run-{seed}"));
        RunOutcome outcome = await new BulkVerifier(_archive.Options, new EngineOptions { Threads = 2, SplitBytes = 2000 }, TimeProvider.System)
            .RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
        Assert.True(outcome.Counts.IsBalanced, outcome.Counts.ToString());
        Assert.True(outcome.Counts.Rows > 100, outcome.Counts.ToString());
        Assert.All(RunReader.TryOpen(folder.Root)!.ReadFaults(), f => Assert.True(f.Kind != FaultKind.Internal && !f.Detail.Contains('\n', StringComparison.Ordinal), f.ToString()));
    }

    private Task WriteAsync(string name, byte[] content) => File.WriteAllBytesAsync(Path.Combine(_archive.Mail, name), content, TestContext.Current.CancellationToken);

    private static byte[] Octets(Random random)
    {
        byte[] octets = new byte[random.Next(1, 3000)];
        random.NextBytes(octets);
        return octets;
    }

    private static byte[] Mail(Random random, string start) =>
        Encoding.UTF8.GetBytes(start + "From: a@example.com\n" + string.Concat(random.GetItems(Pieces, random.Next(1, 60))) + "\n\n");

    private static byte[] Flipped(Random random, byte[] content)
    {
        for (int flips = random.Next(4); flips > 0; flips--)
            content[random.Next(content.Length)] ^= (byte)random.Next(1, 256);
        return content;
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
