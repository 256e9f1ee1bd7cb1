using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using CsCheck;

namespace BulkVerify.Tests.Batches;

public sealed class MboxSeparatorsTests : IDisposable
{
    private const string Header = "From: a@example.com\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n";

    private const string Patch = "From 0123 Mon Sep 17 00:00:00 2001\n" + Header + "\ndiff\n-- \n2.1\n";

    private const string Dense =
        "From - \n" + Header + "Subject: one\n\nbody\nFrom \nSubject: of text\nFrom here on it is text\n" +
        "From a@example.com Fri Jan  2 10:11:12 2026\r\nFrom: b@example.com\r\nReceived: x\r\n\r\nCRLF body\r\n" +
        "From -\n" + Header + "\nlast\nFrom c@example.com Sat Jan  3 10:11:12 2026\nSubject: no evidence\n\nat the end\n";

    private static readonly byte[] DenseBytes = Encoding.Latin1.GetBytes(Dense);

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-separators-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Messages_without_empty_lines_between_them_are_found_at_every_cut()
    {
        Assert.Equal(new MboxForm(MboxVariant.O, MboxSeparators.Loose, 0), MboxSampler.Decide(DenseBytes, isWhole: true));
        (List<FramedMessage> whole, _) = await FramedMessage.ReadAsync(DenseBytes, separators: MboxSeparators.Loose);
        Assert.Equal(
            [
                Header + "Subject: one\n\nbody\nFrom \nSubject: of text\nFrom here on it is text\n",
                "From: b@example.com\r\nReceived: x\r\n\r\nCRLF body\r\n",
                Header + "\nlast\n",
                "Subject: no evidence\n\nat the end\n",
            ],
            whole.Select(m => m.Text));
        for (int split = 1; split < DenseBytes.Length; split++)
        {
            Assert.Equal(whole, (await FramedMessage.ReadAsync(DenseBytes, separators: MboxSeparators.Loose, chunks: [split, 1 << 20])).Messages);
            (List<FramedMessage> first, _) = await FramedMessage.ReadAsync(DenseBytes, end: split, separators: MboxSeparators.Loose);
            (List<FramedMessage> second, _) = await FramedMessage.ReadAsync(DenseBytes, start: split, separators: MboxSeparators.Loose);
            Assert.Equal(whole.Select(m => (m.Offset, m.Text)), first.Concat(second).Select(m => (m.Offset, m.Text)));
        }
    }

    [Theory]
    // An ordinary archive, in which one message quotes another.
    [InlineData("From -\n" + Header + "\nquoted:\nFrom -\n" + Header + "\ntext\n\nFrom -\n" + Header + "\ntwo\n", MboxSeparators.Strict, 1)]
    // Text that looks like a separator heads no message.
    [InlineData("From -\n" + Header + "\nFrom - text\nFrom -\nSubject: x\n\ntext\n", MboxSeparators.Strict, 0)]
    // One message that quotes another.
    [InlineData("From -\n" + Header + "\nquoted:\nFrom -\n" + Header + "\ntext\n", MboxSeparators.Strict, 1)]
    // Few separators without an empty line may be quoted, where others have one.
    [InlineData("From -\n" + Header + "\nFrom: x\nFrom -\n" + Header + "\nx\nFrom -\n" + Header + "\nx\n\nFrom -\n" + Header + "\n", MboxSeparators.Strict, 2)]
    // Patches in a message are none.
    [InlineData("From -\n" + Header + "\npatch:\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n" + Header + "\ndiff\nFrom 0123 Mon Sep 17 00:00:00 2001\n" + Header + "\ndiff\n", MboxSeparators.Strict, 0)]
    // A series of patches is.
    [InlineData(Patch + Patch + Patch, MboxSeparators.Loose, 0)]
    public void A_sample_decides_whether_an_empty_line_must_precede(string mbox, MboxSeparators expected, int passedOver)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(mbox);
        Assert.Equal((expected, passedOver), (MboxSampler.Decide(bytes, isWhole: true).Separators, MboxSampler.Decide(bytes, isWhole: true).PassedOver));
        Assert.Equal(MboxSeparators.Strict, MboxSampler.Decide(bytes, isWhole: true, separators: MboxSeparators.Strict).Separators);
        Assert.Equal(new MboxForm(MboxVariant.Rd, MboxSeparators.Loose, 0), MboxSampler.Decide(bytes, isWhole: true, MboxVariant.Rd, MboxSeparators.Loose));
    }

    [Theory]
    [InlineData(4, 40, MboxSeparators.Loose, 0)]
    [InlineData(4, 41, MboxSeparators.Strict, 4)]
    [InlineData(3, 1, MboxSeparators.Strict, 3)]
    [InlineData(2, 0, MboxSeparators.Loose, 0)]
    [InlineData(1, 0, MboxSeparators.Strict, 1)]
    [InlineData(30, 300, MboxSeparators.Loose, 0)]
    [InlineData(30, 301, MboxSeparators.Strict, 30)]
    public void An_archive_needs_empty_lines_where_nearly_all_of_its_messages_follow_one(int without, int with, MboxSeparators expected, int passedOver)
    {
        string mbox = "From -\n" + Header + "\n" + string.Concat(Enumerable.Repeat("text\nFrom -\n" + Header + "\n", without)) + string.Concat(Enumerable.Repeat("text\n\nFrom -\n" + Header + "\n", with));
        MboxForm form = MboxSampler.Decide(Encoding.Latin1.GetBytes(mbox), isWhole: true);
        Assert.Equal((expected, passedOver), (form.Separators, form.PassedOver));
    }

    [Fact]
    public async Task Lengths_are_trusted_without_empty_lines_too()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 3).Select(i => "From -\n" + Header + "Content-Length: 28\n\nx\nFrom -\nFrom: in@body\n\nend\n")));
        MboxForm form = MboxSampler.Decide(bytes, isWhole: true);
        Assert.Equal((MboxVariant.Cl2, MboxSeparators.Loose), (form.Variant, form.Separators));
        Assert.Equal(3, (await FramedMessage.ReadAsync(bytes, form.Variant, separators: form.Separators)).Messages.Count);
    }

    [Fact]
    public async Task What_the_options_force_holds_inside_containers_too()
    {
        string path = Path.Combine(_folder, "mail.mbox.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await gzip.WriteAsync(DenseBytes, TestContext.Current.CancellationToken);
        foreach ((PlanOptions options, MboxVariant variant, int messages) in new[]
        {
            (new PlanOptions(), MboxVariant.O, 4), (new PlanOptions { Variant = MboxVariant.Rd }, MboxVariant.Rd, 4),
            (new PlanOptions { Variant = MboxVariant.Cl, Separators = MboxSeparators.Strict }, MboxVariant.Cl, 1),
        })
        {
            ArchivePlan plan = ArchivePlanner.Plan([path], options, TestContext.Current.CancellationToken);
            await using SplitReader reader = SplitReader.Open(plan, plan.Splits[0], new SlabPool(8 << 20), new ReadOptions(), TestContext.Current.CancellationToken);
            using MessageBatch batch = (await reader.ReadAsync())!;
            Assert.Equal((variant, messages), (batch.Variant, batch.Messages.Count));
        }
    }

    [Fact]
    public void Random_text_is_framed_without_loss_at_any_cut()
    {
        string[] parts = ["\n", "From -\n", "From a@b Thu Jan  1 00:00:00 2026\r\n", "X: y\n", "\r\n", "From x", "From ", "text\n"];
        Gen.Int[0, parts.Length - 1].Array[1, 60].Select(Gen.Int[1, 40]).Sample((drawn, cut) =>
        {
            byte[] bytes = Encoding.Latin1.GetBytes("From -\nA: b\n" + string.Concat(drawn.Select(p => parts[p])));
            List<FramedMessage> whole = FramedMessage.ReadAsync(bytes, separators: MboxSeparators.Loose).GetAwaiter().GetResult().Messages;
            Assert.Equal(bytes.Length, whole.Sum(m => m.FramedBytes));
            Assert.Equal(whole, FramedMessage.ReadAsync(bytes, separators: MboxSeparators.Loose, chunks: [cut, 3, 7]).GetAwaiter().GetResult().Messages);
        }, iter: 500);
    }
}
