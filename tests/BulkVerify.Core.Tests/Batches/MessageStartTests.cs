using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Batches;

public sealed class MessageStartTests : IDisposable
{
    private const string Message = "Received: from a by b; Thu, 1 Jan 2026 00:00:00 +0000\r\nFrom: a@example.com\r\n\r\n\r\nFrom here on\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [Rfc("4155", "A")]
    [InlineData("", "", "")]
    [InlineData("\r\n", "", "")]
    [InlineData("\n \t\n\n", "", "")]
    [InlineData("\uFEFF", "", "")]
    [InlineData("\uFEFF\r\n\r\n", "", "")]
    [InlineData("From - Thu Jan  1 00:00:00 2026\r\n", "From - Thu Jan  1 00:00:00 2026", "")]
    [InlineData("\uFEFF\r\nFrom a@example.com Thu Jan  1 00:00:00 2026\n", "From a@example.com Thu Jan  1 00:00:00 2026", "")]
    [InlineData("From the server of example.com\n", "From the server of example.com", "")]
    [InlineData(">From - Thu Jan  1 00:00:00 2026\r\n", "", ">From - Thu Jan  1 00:00:00 2026\r\n")]
    [InlineData("\n>From a@example.com Thu Jan  1 00:00:00 2026\n", "", ">From a@example.com Thu Jan  1 00:00:00 2026\n")]
    [InlineData("Microsoft Mail Internet Headers Version 2.0\r\n", "", "Microsoft Mail Internet Headers Version 2.0\r\n")]
    [InlineData("From \"A\" Thu Jan  1 00:00:00 2026\nMicrosoft Mail Internet Headers Version 2.0\n", "From \"A\" Thu Jan  1 00:00:00 2026", "Microsoft Mail Internet Headers Version 2.0\n")]
    public async Task What_exporters_write_above_a_message_is_no_part_of_it(string above, string separator, string left)
    {
        string path = Path.Combine(_folder, "message.eml");
        await File.WriteAllTextAsync(path, above + Message, TestContext.Current.CancellationToken);
        ArchivePlan plan = ArchivePlanner.Plan([_folder], new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((ContentKind.Message, 0), (Assert.Single(plan.Inputs).Kind, plan.SkippedFiles));
        (MessageBatch batch, MessageExtent extent) = (await MessageFinder.FirstAsync(plan, new ReadOptions(), TestContext.Current.CancellationToken))!.Value;
        using (batch)
        {
            Assert.Equal(left + Message, Encoding.UTF8.GetString(batch.BytesOf(extent)));
            Assert.Equal(separator, Encoding.UTF8.GetString(batch.SeparatorOf(extent)));
            Assert.Equal((0, new FileInfo(path).Length), (extent.ArchiveOffset, extent.FramedBytes));
        }
    }

    [Theory]
    [Rfc("5322", "4.5")]
    [InlineData("From : a@example.com\n\nbody\n")]
    [InlineData("From \t: a@example.com\n\nbody\n")]
    public void White_space_before_the_colon_of_From_makes_no_separator(string text) =>
        Assert.Equal((0, 0), MessageStart.Of(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\r\n \n")]
    [InlineData("From ")]
    [InlineData("From a@example.com")]
    [InlineData("\n\nFrom ")]
    public void A_beginning_without_an_end_has_no_message(string text)
    {
        (int separator, int message) = MessageStart.Of(Encoding.UTF8.GetBytes(text));
        Assert.InRange(separator, 0, Encoding.UTF8.GetByteCount(text));
        Assert.InRange(message, separator, Encoding.UTF8.GetByteCount(text));
    }

    [Theory]
    [InlineData("\n\nDear Sir,\nFrom: here\n")]
    [InlineData("\n\n# settings\nname: x\n")]
    [InlineData("From the desk of the editor\n\nA text.\n")]
    public void Texts_that_begin_alike_are_no_mail(string text) => Assert.Equal(ContentKind.NotMail, ContentRecognizer.Recognize(Encoding.ASCII.GetBytes(text), "a.txt", out _));
}
