using System.Globalization;
using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;

namespace BulkVerify.Tests.Batches;

public sealed class HeadlessMboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-heads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mbox")]
    [InlineData("mbox.gz")]
    public async Task An_mbox_cut_anywhere_gives_the_messages_from_the_first_separator_on(string name)
    {
        byte[] whole = Mbox(4);
        // What begins with a whole field and holds one message more may be one that quotes another.
        byte[][] cuts = [.. Enumerable.Range(1, Mbox(2).Length - 1).Select(cut => whole[cut..])];
        foreach (byte[] cut in cuts)
        {
            int first = cut.AsSpan().IndexOf("\n\nFrom a@example.com Thu"u8) + 2;
            (List<MessageExtent> messages, List<Fault> faults) = await ReadAsync(name, name == "mbox" ? cut : Gzip(cut));
            if (cut.AsSpan().TrimStart((byte)'\n').StartsWith("From a@"u8))
            {
                Assert.Empty(faults);
                continue;
            }
            Fault fault = Assert.Single(faults);
            Assert.Equal((FaultKind.Damaged, 0L), (fault.Kind, fault.Offset));
            Assert.StartsWith($"bytes 0 to {first - 1} ({first} bytes)", fault.Detail, StringComparison.Ordinal);
            Assert.Equal(cut.AsSpan().Count("\n\nFrom a@example.com Thu"u8), messages.Count);
            Assert.Equal(first, messages[0].ArchiveOffset);
            Assert.Equal(cut.Length - first, messages.Sum(m => m.FramedBytes));
        }
    }

    [Fact]
    public async Task Splits_of_any_size_tell_the_head_once()
    {
        byte[] cut = Mbox(6)[40..];
        (List<MessageExtent> whole, List<Fault> told) = await ReadAsync("mail", cut);
        foreach (long size in new[] { 10L, 100, 177, 400, 1000 })
        {
            (List<MessageExtent> messages, List<Fault> faults) = await ReadAsync("mail", cut, size);
            Assert.Equal(whole.Select(m => m.Locator), messages.Select(m => m.Locator));
            Assert.Equal(told, faults);
        }
    }

    [Theory]
    [InlineData("a message of its own", "Subject: an example\nFrom: a@example.com\n\nsee:\n\n", 1)]
    [InlineData("a source", "/* what we read */\n\n", 1)]
    [InlineData("a log", "10:01 started\n\nFrom 10.0.0.1 port 22 Thu Jan  1 00:00:00 2026\nlevel: info\nFrom: nobody\n\n", 0)]
    [InlineData("with NULs", "\0\0\0\n\n", 3)]
    public void Texts_met_in_a_folder_that_quote_a_message_are_no_mbox(string what, string start, int messages)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(start), .. Mbox(messages)];
        File.WriteAllBytes(Path.Combine(_folder, "file.txt"), text);
        ArchivePlan plan = ArchivePlanner.Plan([_folder], new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.True(plan.Inputs.All(i => i.Kind == ContentKind.Message), what);
    }

    [Fact]
    public async Task Mail_that_quotes_patches_stays_one_message()
    {
        string patches = string.Concat(Enumerable.Range(0, 5).Select(i => $"From 0123456789abcdef0123456789abcdef0123456{i} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.com>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: [PATCH] {i}\n\n---\n\n"));
        (List<MessageExtent> messages, List<Fault> faults) = await ReadAsync("message", Encoding.ASCII.GetBytes($"From: a@example.com\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\n{patches}"));
        Assert.Single(messages);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("junk that came before\n", 1)]
    [InlineData("MZ\u0090 a program", 0)]
    public async Task A_zip_behind_other_bytes_is_read(string head, int told)
    {
        byte[] prefix = Encoding.Latin1.GetBytes(head);
        (List<MessageExtent> messages, List<Fault> faults) = await ReadAsync("archive.exe", [.. prefix, .. Zip(Mbox(3))]);
        Assert.Equal(3, messages.Count);
        Assert.Equal(told, faults.Count(f => f.Detail.StartsWith($"bytes 0 to {prefix.Length - 1} ({prefix.Length} bytes)", StringComparison.Ordinal)));
        Assert.Equal(told, faults.Count);
    }

    private static byte[] Mbox(int messages) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, messages).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"From a@example.com Thu Jan  1 00:00:00 2026\nSubject: {i}\nDate: Thu, 1 Jan 2026 00:00:0{i} +0000\nFrom: a@example.com\n\nbody {i}\n\n"))));

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream member = zip.CreateEntry("inbox.mbox").Open();
            member.Write(content);
        }
        return packed.ToArray();
    }

    private async Task<(List<MessageExtent> Messages, List<Fault> Faults)> ReadAsync(string name, byte[] content, long? splitBytes = null)
    {
        string path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        ArchivePlan plan = ArchivePlanner.Plan([path], new PlanOptions { SplitBytes = splitBytes }, TestContext.Current.CancellationToken);
        List<MessageExtent> messages = [];
        List<Fault> faults = [.. plan.Faults];
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, new SlabPool(8 << 20), new ReadOptions(), TestContext.Current.CancellationToken);
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    messages.AddRange(batch.Messages);
                    faults.AddRange(batch.Faults);
                }
            }
        }
        return (messages, faults);
    }
}
