using System.Text;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Batches;

public class MboxReaderTests
{
    private const string Separator = "From a@example.com Thu Jan  1 00:00:00 2026\n";

    private const string Vector =
        "From a@example.com Thu Jan  1 00:00:00 2026\nSubject: one\n\nbody\nFrom here on it is text\n\nFrom now on, nothing: too\n\n" +
        "From - Fri Jan  2 10:11:12 2026\nSubject: two\n\n>From quoted\n\n" +
        "From 1234567890@xxx\r\nSubject: three\r\n\r\nCRLF body\r\n\r\n" +
        "From b@example.com Sat Jan  3 10:11:12 +0200 2026\nX: four\n\n\n\n" +
        "From c@example.com Sat Jan  3 10:11:12 2026\n\nno field follows\n\n" +
        "From c@example.com Sat Jan  3 10:11:12 2026\nSubject: five, no final newline";

    [Fact]
    [Rfc("4155", "A")]
    public async Task Splits_only_at_separators_that_follow_an_empty_line_and_precede_a_field()
    {
        List<string> messages = await FramedMessage.TextsAsync(Vector);
        Assert.Equal(
            [
                "Subject: one\n\nbody\nFrom here on it is text\n\nFrom now on, nothing: too\n",
                "Subject: two\n\n>From quoted\n",
                "Subject: three\r\n\r\nCRLF body\r\n",
                "X: four\n\n\n\nFrom c@example.com Sat Jan  3 10:11:12 2026\n\nno field follows\n",
                "Subject: five, no final newline",
            ],
            messages);
    }

    private const string Exports =
        "From \r\nX-Mozilla-Status: 0001\r\nSubject: one\r\n\r\n>From quoted\r\n\r\nFrom \r\nhttps://example.com/: a wrapped line\r\n\r\n" +
        "From \r\nSubject: two\r\n\r\nbody\r\nFrom \r\nSubject: of text\r\n\r\n" +
        "From a@example.com Fri Apr 11 15:36:11 2025\n>From - Sat Apr 12 2025 15:59:28\nSubject: three\n\nbody\n\n" +
        "From \r\nSubject: four\r\n\r\nend\r\n\r\n" +
        "From \"A B\" Fri Apr 11 15:36:11 2025\nMicrosoft Mail Internet Headers Version 2.0\nSubject: five\n\nbody\n\n";

    [Fact]
    public async Task Separators_of_Thunderbird_and_of_exporters_are_found()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(Exports);
        Assert.Equal(ContentKind.Mbox, ContentRecognizer.Recognize(bytes, "Inbox", out _));
        Assert.Equal(MboxVariant.Rd, MboxSampler.Decide(bytes, isWhole: true).Variant);
        (List<FramedMessage> whole, _) = await FramedMessage.ReadAsync(bytes);
        Assert.Equal(["one", "two", "three", "four", "five"], whole.Select(m => m.Text.Split("Subject: ")[1].Split('\n')[0].TrimEnd('\r')));
        Assert.Equal(">From - Sat Apr 12 2025 15:59:28\nSubject: three\n\nbody\n", whole[2].Text);
        for (int split = 1; split < bytes.Length; split++)
        {
            Assert.Equal(whole, (await FramedMessage.ReadAsync(bytes, chunks: [split, 1 << 20])).Messages);
            (List<FramedMessage> first, _) = await FramedMessage.ReadAsync(bytes, end: split);
            (List<FramedMessage> second, _) = await FramedMessage.ReadAsync(bytes, start: split);
            Assert.Equal(whole.Select(m => (m.Offset, m.Text)), first.Concat(second).Select(m => (m.Offset, m.Text)));
        }
    }

    [Theory]
    [InlineData("Rar!\u001A\u0007\u0001", "unrar")]
    [InlineData("\u0004\"M\u0018", "lz4")]
    [InlineData("LZIP\u0001", "lzip")]
    [InlineData("\u001F\u009D", "gzip")]
    [InlineData("\u00CF\u00AD\u0012\u00FE", "undbx")]
    [InlineData("From a@b Thu May  1 10:00:00 2025\rReceived: x\rFrom: y\r", "tr ")]
    [InlineData("Subject: x\rFrom: y\r\rbody\r", "tr ")]
    public void What_is_not_read_is_named_with_the_way_to_convert_it(string start, string tool)
    {
        Assert.Equal(ContentKind.Unsupported, ContentRecognizer.Recognize(Encoding.Latin1.GetBytes(start), "x", out string? advice));
        Assert.Contains($"'{tool}".TrimEnd(), advice!.Replace('"', '\''), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: x\rFrom: y\r\nTo: z\n\n")]
    [InlineData("Subject: x\r\rFrom: y")]
    public void A_CR_in_a_message_is_no_line_end_of_old_Macs(string start) =>
        Assert.NotEqual(ContentKind.Unsupported, ContentRecognizer.Recognize(Encoding.Latin1.GetBytes(start), "x.eml", out _));

    [Fact]
    public void A_message_with_a_quoted_separator_on_top_is_a_message() =>
        Assert.Equal(ContentKind.Message, ContentRecognizer.Recognize(">From - Sat Apr 12 2025 15:59:28\r\nSubject: x\r\n\r\nbody"u8, "x", out _));

    [Fact]
    public async Task Every_chunking_gives_the_same_messages()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(Vector);
        (List<FramedMessage> whole, _) = await FramedMessage.ReadAsync(bytes);
        for (int chunk = 1; chunk < 64; chunk++)
            Assert.Equal(whole, (await FramedMessage.ReadAsync(bytes, chunks: chunk)).Messages);
        for (int split = 1; split < bytes.Length; split++)
            Assert.Equal(whole, (await FramedMessage.ReadAsync(bytes, chunks: [split, 1 << 20])).Messages);
    }

    [Fact]
    public async Task Every_pair_of_ranges_holds_each_message_once()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(Vector);
        (List<FramedMessage> whole, _) = await FramedMessage.ReadAsync(bytes);
        for (int split = 1; split < bytes.Length; split++)
        {
            (List<FramedMessage> first, _) = await FramedMessage.ReadAsync(bytes, end: split);
            (List<FramedMessage> second, _) = await FramedMessage.ReadAsync(bytes, start: split);
            Assert.Equal(whole.Select(m => (m.Offset, m.Text)), first.Concat(second).Select(m => (m.Offset, m.Text)));
        }
    }

    [Fact]
    public async Task Every_prefix_ends_in_messages_that_add_up_to_its_length()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(Vector);
        for (int length = 50; length <= bytes.Length; length++)
        {
            (List<FramedMessage> messages, List<Fault> faults) = await FramedMessage.ReadAsync(bytes[..length]);
            Assert.Empty(faults);
            Assert.Equal(length, messages.Sum(m => m.FramedBytes) + (messages.Count == 0 ? length : 0));
        }
    }

    [Fact]
    public async Task A_byte_order_mark_and_empty_lines_may_precede_the_first_separator() =>
        Assert.Equal(["A: b\n\nc\n"], await FramedMessage.TextsAsync("\u00EF\u00BB\u00BF\n\r\n" + Separator + "A: b\n\nc\n\n"));

    [Fact]
    [Rfc("4155", "A")]
    public async Task A_wrong_length_is_not_trusted_and_a_right_one_leads_over_separators_in_the_body()
    {
        string body = "text\n\n" + Separator + "Subject: quoted by length\n";
        string mbox = Separator + $"Content-Length: {body.Length}\n\n{body}\n" + Separator + "Content-Length: 99999\nX: y\n\nshort\n\n" + Separator + "Z: z\n\nlast\n";
        Assert.Equal(
            [$"Content-Length: {body.Length}\n\n{body}", "Content-Length: 99999\nX: y\n\nshort\n", "Z: z\n\nlast\n"],
            await FramedMessage.TextsAsync(mbox, MboxVariant.Cl2));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_one_fault_and_its_neighbours_are_read()
    {
        string big = Separator + "Subject: big\n\n" + new string('x', 3_000_000) + "\n\n";
        byte[] mbox = Encoding.Latin1.GetBytes(Separator + "A: 1\n\none\n\n" + big + Separator + "B: 2\n\ntwo\n");
        foreach (long limit in new[] { 1000L, 2_000_000, 2_999_999 })
        {
            (List<FramedMessage> messages, List<Fault> faults) = await FramedMessage.ReadAsync(mbox, options: new ReadOptions { MaxMessageBytes = limit });
            Assert.Equal(["A: 1\n\none\n", "B: 2\n\ntwo\n"], messages.Select(m => m.Text));
            Fault fault = Assert.Single(faults);
            Assert.Equal((FaultKind.MessageTooLarge, (long?)(Separator.Length + 11)), (fault.Kind, fault.Offset));
        }
    }

    [Fact]
    public async Task A_message_over_the_limit_may_be_all_header_where_lengths_count()
    {
        string big = Separator + string.Concat(Enumerable.Repeat("X-Field: of a long header\n", 120_000)) + "Content-Length: 4\n\nbig\n\n";
        byte[] mbox = Encoding.Latin1.GetBytes(Separator + "A: 1\n\none\n\n" + big + Separator + "B: 2\n\ntwo\n");
        foreach (long limit in new[] { 1000L, 1_500_000 })
        {
            (List<FramedMessage> messages, List<Fault> faults) = await FramedMessage.ReadAsync(mbox, MboxVariant.Cl2, options: new ReadOptions { MaxMessageBytes = limit });
            Assert.Equal(["A: 1\n\none\n", "B: 2\n\ntwo\n"], messages.Select(m => m.Text));
            Assert.Equal(FaultKind.MessageTooLarge, Assert.Single(faults).Kind);
        }
    }

    [Fact]
    public void An_empty_beginning_is_not_looked_at_again_for_each_separator()
    {
        byte[] mbox = Encoding.Latin1.GetBytes(new string('\n', 12_000_000) + string.Concat(Enumerable.Repeat("From -\nA:\n\n", 400_000)));
        long start = Environment.TickCount64;
        Assert.Equal(MboxVariant.O, MboxSampler.Decide(mbox, isWhole: true).Variant);
        // A second: to search the beginning for each separator would be five terabytes.
        Assert.InRange(Environment.TickCount64 - start, 0, 60_000);
    }

    [Theory]
    [InlineData(MboxVariant.Cl)]
    [InlineData(MboxVariant.Cl2)]
    public async Task A_length_that_lands_on_any_line_of_text_is_not_trusted(MboxVariant variant)
    {
        const string Body = "a\n\nbc\nd e\nfour\nfive5\nA: b\nsix six\n";
        for (int length = 0; length < Body.Length + 40; length++)
        {
            byte[] mbox = Encoding.Latin1.GetBytes($"{Separator}Content-Length: {length}\n\n{Body}\n{Separator}B: 2\n\ntwo\n");
            Assert.Equal(MboxVariant.O, MboxSampler.Decide(mbox, isWhole: true).Variant);
            Assert.Equal([$"Content-Length: {length}\n\n{Body}", "B: 2\n\ntwo\n"], (await FramedMessage.ReadAsync(mbox, variant)).Messages.Select(m => m.Text));
        }
    }

    [Fact]
    public async Task A_message_larger_than_a_slab_is_whole()
    {
        string body = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"line {i}\n"));
        byte[] mbox = Encoding.Latin1.GetBytes(Separator + "A: 1\n\n" + body + "\n" + Separator + "B: 2\n\ntwo\n");
        (List<FramedMessage> messages, _) = await FramedMessage.ReadAsync(mbox);
        Assert.Equal(["A: 1\n\n" + body, "B: 2\n\ntwo\n"], messages.Select(m => m.Text));
    }

    [Fact]
    public async Task Large_messages_in_a_row_are_whole()
    {
        string[] bodies = [.. Enumerable.Range(0, 8).Select(i => string.Concat(Enumerable.Repeat($"line of message {i}\n", (i % 3 + 1) * 60_000)))];
        byte[] mbox = Encoding.Latin1.GetBytes(string.Concat(bodies.Select(b => Separator + "A: 1\n\n" + b + "\n")));
        (List<FramedMessage> messages, _) = await FramedMessage.ReadAsync(mbox);
        Assert.Equal(bodies.Select(b => "A: 1\n\n" + b), messages.Select(m => m.Text));
    }

    [Fact]
    public void Random_bytes_are_framed_without_loss()
    {
        Gen<byte[]> mail = Gen.Int[0, 8].Array[1, 60].Select(parts =>
            Encoding.Latin1.GetBytes(Separator + "A: b\n" + string.Concat(parts.Select(p => p switch { 0 => "\n", 1 => Separator, 2 => "X: y\n", 3 => "\r\n", 4 => "From x", 5 => ">From x\n", 6 => "x>From y\n", 7 => ">>From ", _ => "text\n" }))));
        mail.Sample(bytes =>
        {
            (List<FramedMessage> messages, List<Fault> faults) = FramedMessage.ReadAsync(bytes, chunks: [7, 3, 50]).GetAwaiter().GetResult();
            Assert.Empty(faults);
            Assert.Equal(bytes.Length, messages.Sum(m => m.FramedBytes));
        }, iter: 500);
    }

    [Theory]
    [Rfc("4155", "A")]
    [InlineData("linux-hyperv-2024-12")]
    [InlineData("usrp-users-2022-06")]
    [InlineData("cip-testing-results-mix")]
    [InlineData("linux-bluetooth-vendors")]
    public async Task Real_archives_frame_at_the_known_offsets(string name)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        byte[] mbox = await File.ReadAllBytesAsync(Path.Combine(SharedData.Corpora, name + ".mboxrd"), TestContext.Current.CancellationToken);
        (List<FramedMessage> messages, List<Fault> faults) = await FramedMessage.ReadAsync(mbox, MboxSampler.Decide(mbox, isWhole: true).Variant);
        Assert.Empty(faults);
        Assert.Equal(mbox.Length, messages.Sum(m => m.FramedBytes));
        long[] expected = [.. File.ReadLines(Path.Combine(SharedData.Corpora, name + ".expected.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("offset").GetInt64())];
        Assert.Equal(expected, messages.Select(m => m.Offset));
    }
}
