using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using ICSharpCode.SharpZipLib.BZip2;

namespace BulkVerify.Tests.Batches;

public sealed class ContainerTests : IDisposable
{
    private const int Messages = 400;

    private static readonly byte[] Mbox = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Messages).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"From a@example.com Thu Jan  1 00:00:00 2026\nSubject: {i}\nFrom: a@example.com\n\n{Convert.ToBase64String(new Random(i).GetItems(Enumerable.Range(0, 255).Select(b => (byte)b).ToArray(), 900))}\n\n"))));

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-containers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("zip")]
    public async Task Every_container_gives_the_messages_of_the_plain_mbox(string kind)
    {
        (int messages, List<Fault> faults) = await ReadAsync(kind, Pack(kind));
        Assert.Empty(faults);
        Assert.Equal(Messages, messages);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("zip")]
    public async Task A_container_cut_short_anywhere_is_a_fault_and_what_stands_before_is_kept(string kind)
    {
        byte[] whole = Pack(kind);
        foreach (int length in new[] { whole.Length / 3, whole.Length / 2, whole.Length - 9 })
        {
            (int messages, List<Fault> faults) = await ReadAsync(kind, whole[..length]);
            // A tar ends in blocks of zeros: without the last of them it is still whole.
            if (kind == "tar" && length == whole.Length - 9)
                continue;
            Assert.NotEmpty(faults);
            Assert.All(faults, f => Assert.Equal(FaultKind.Damaged, f.Kind));
            Assert.InRange(messages, 0, Messages);
        }
    }

    [Fact]
    public async Task Members_of_a_gzip_file_follow_each_other()
    {
        byte[] half = Pack("gz");
        (int messages, List<Fault> faults) = await ReadAsync("gz", [.. half, .. half]);
        Assert.Empty(faults);
        Assert.Equal(2 * Messages, messages);
    }

    [Fact]
    public async Task A_bomb_stops_at_its_ratio_and_the_message_before_is_kept()
    {
        byte[] bomb = Gzip([.. "From: a@example.com\nSubject: x\n\n"u8, .. new byte[70 << 20]]);
        (_, List<Fault> faults) = await ReadAsync("gz", bomb, new ReadOptions { MaxExpansionRatio = 100, RatioFloorBytes = 1 << 20, MaxMessageBytes = 1 << 30 });
        Assert.Contains(faults, f => f.Kind == FaultKind.ExpansionLimit);
    }

    [Fact]
    public async Task Containers_nested_too_deep_are_a_fault()
    {
        byte[] nested = Mbox;
        for (int i = 0; i < 6; i++)
            nested = Gzip(nested);
        (int messages, List<Fault> faults) = await ReadAsync("gz", nested);
        Assert.Equal(0, messages);
        Assert.Equal(FaultKind.ExpansionLimit, Assert.Single(faults).Kind);
    }

    private async Task<(int Messages, List<Fault> Faults)> ReadAsync(string kind, byte[] content, ReadOptions? options = null)
    {
        string path = Path.Combine(_folder, "mail." + kind);
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        var pool = new SlabPool(8 << 20);
        ArchivePlan plan = ArchivePlanner.Plan([path], new PlanOptions(), TestContext.Current.CancellationToken);
        int messages = 0;
        List<Fault> faults = [.. plan.Faults];
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, pool, options ?? new ReadOptions(), TestContext.Current.CancellationToken);
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    messages += batch.Messages.Count;
                    faults.AddRange(batch.Faults);
                }
            }
        }
        Assert.Equal(0, pool.Outstanding);
        return (messages, faults);
    }

    private static byte[] Pack(string kind)
    {
        var packed = new MemoryStream();
        switch (kind)
        {
            case "gz":
                return Gzip(Mbox);
            case "tar.gz":
                return Gzip(Pack("tar"));
            case "bz2":
                using (var bzip = new BZip2OutputStream(packed, 1) { IsStreamOwner = false })
                    bzip.Write(Mbox);
                break;
            case "zst":
                using (var zstd = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
                    zstd.Write(Mbox);
                break;
            case "tar":
                using (var tar = new TarWriter(packed, leaveOpen: true))
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../inbox.mbox") { DataStream = new MemoryStream(Mbox) });
                break;
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                {
                    using Stream member = zip.CreateEntry("../inbox.mbox").Open();
                    member.Write(Mbox);
                }
                break;
        }
        return packed.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
