using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Tests.Archives;
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
            // What is cut of a zip or tar.gz at its very end holds no mail.
            Assert.InRange(messages, length < whole.Length / 2 ? 0 : 1, kind is "zip" or "tar.gz" ? Messages : Messages - 1);
        }
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("zip")]
    [InlineData("tar.gz")]
    public async Task Every_message_before_damage_is_there_and_the_fault_names_the_place(string kind)
    {
        var random = new Random(20260302);
        byte[] whole = Pack(kind);
        for (int round = 0; round < 40; round++)
        {
            // The headers of a zip and of a tar are not mail: only damage to what is compressed is told octet by octet.
            int at = 100 + random.Next(whole.Length - (kind == "zip" ? 400 : 100));
            byte[] damaged = whole[..at];
            if (round % 2 == 1)
            {
                damaged = [.. whole];
                damaged[at] ^= (byte)(1 << random.Next(8));
            }
            byte[] decoded = Decodable(kind, damaged);
            (int messages, List<Fault> faults) = await ReadAsync(kind, damaged);
            // Of deflated data what was made last, when the decoder met the damage, is lost.
            int lost = kind is "bz2" or "zst" || round % 2 == 0 ? 0 : InflatedStream.ExpandedPiece;
            ReadOnlySpan<byte> sound = kind == "tar.gz" ? decoded : decoded.AsSpan(0, decoded.AsSpan().CommonPrefixLength(Mbox));
            sound = sound[..Math.Max(0, sound.Length - lost)];
            Assert.True(messages >= sound.Count("\n\nFrom a@example.com Thu Jan  1 00:00:00 2026\nSubject:"u8), $"{kind} {round} at {at}: {messages}");
            Assert.NotEmpty(faults);
            if (kind is not ("zip" or "tar.gz") && decoded.Length > 0 && decoded.Length < Mbox.Length)
                Assert.InRange((long)Assert.Single(faults).Offset!, decoded.Length - lost, decoded.Length);
        }
    }

    [Fact]
    public async Task Zips_whose_headers_say_anything_end_in_messages_and_faults()
    {
        byte[] zip = [.. "junk"u8, .. Zip(CompressionLevel.Fastest, ("a.mbox", Mbox[..3000]), ("b.eml", Message(2)))];
        int[] headers = [.. Enumerable.Range(0, zip.Length - 4).Where(i => zip.AsSpan(i).StartsWith("PK"u8))];
        var random = new Random(20260303);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = round % 2 == 0 ? [.. zip] : zip[4..];
            for (int fields = 1 + (round % 4); fields > 0; fields--)
            {
                int at = Math.Max(0, headers[random.Next(headers.Length)] - (round % 2 == 0 ? 0 : 4)) + 4 + random.Next(40);
                int length = Math.Max(0, Math.Min(random.Next(1, 5), damaged.Length - at));
                damaged.AsSpan(Math.Min(at, damaged.Length), length).Fill(random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) });
            }
            (_, List<Fault> faults) = await ReadAsync("zip", damaged);
            Assert.All(faults, f => Assert.NotEqual(FaultKind.Internal, f.Kind));
        }
    }

    [Fact]
    public async Task A_zip_of_the_large_form_is_read_and_one_that_lies_is_a_fault()
    {
        byte[] large = LargeZip(Message(3), headerOffset: 0);
        (int messages, List<Fault> faults) = await ReadAsync("zip", large);
        Assert.Equal((1, 0), (messages, faults.Count));
        (messages, faults) = await ReadAsync("zip", [.. "junk"u8, .. large]);
        Assert.Equal((1, 1), (messages, faults.Count));
        foreach (long offset in new[] { long.MaxValue, long.MaxValue - 3, 1L << 40 })
        {
            (_, faults) = await ReadAsync("zip", LargeZip(Message(3), offset));
            Assert.Equal(FaultKind.Damaged, Assert.Single(faults).Kind);
        }
    }

    /// <summary>Two members, each of which stores the octets of its own checksum and length in its data.</summary>
    private const string HoldsItsTrailer =
        "H4sIAAAAAAAA/wGgAF//RnJvbSBhQGV4YW1wbGUuY29tIFRodSBKYW4gIDEgMDA6MDA6MDAgMjAyNgpGcm9tOiBhQGV4YW1wbGUuY29tClN1YmplY3Q6IHgKRGF0ZTogVGh1LCAxIEphbiAyMDI2IDAwOjAwOjAwICswMDAwCk1lc3NhZ2UtSUQ6IDwxQGV4YW1wbGUuY29tPgoKYm9keQrvvq3eoAAAAOiarI4KCu++rd6gAAAAH4sIAAAAAAAA/wGgAF//RnJvbSBhQGV4YW1wbGUuY29tIFRodSBKYW4gIDEgMDA6MDA6MDAgMjAyNgpGcm9tOiBhQGV4YW1wbGUuY29tClN1YmplY3Q6IHgKRGF0ZTogVGh1LCAxIEphbiAyMDI2IDAwOjAwOjAwICswMDAwCk1lc3NhZ2UtSUQ6IDwxQGV4YW1wbGUuY29tPgoKYm9keQrvvq3eoAAAAOiarI4KCu++rd6gAAAA";

    [Fact]
    public async Task A_gz_whose_data_holds_its_own_trailer_is_read_to_its_end()
    {
        (int messages, List<Fault> faults) = await ReadAsync("gz", Convert.FromBase64String(HoldsItsTrailer));
        Assert.Empty(faults);
        Assert.Equal(2, messages);
    }

    [Fact]
    public async Task A_zip_whose_directory_is_lost_is_read_by_its_members()
    {
        byte[] zip = PackMany("zip");
        byte[] members = zip[..zip.AsSpan().IndexOf("PK\u0001\u0002"u8)];
        (int messages, List<Fault> faults) = await ReadAsync("zip", members);
        Assert.Equal(60, messages);
        Assert.Equal(FaultKind.Damaged, Assert.Single(faults).Kind);
        byte[] misled = [.. zip];
        misled[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 1] ^= 1;
        Assert.Equal(60, (await ReadAsync("zip", misled)).Messages);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    public async Task Compressed_streams_in_one_file_follow_each_other(string kind)
    {
        byte[] half = Pack(kind);
        await AssertReadsAsync(2 * Messages, kind, [.. half, .. half]);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    public async Task An_empty_stream_between_others_hides_none_of_them(string kind)
    {
        byte[] whole = Pack(kind);
        await AssertReadsAsync(2 * Messages, kind, [.. whole, .. Pack(kind, []), .. whole]);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    public async Task Zeros_that_fill_up_a_block_belong_to_no_stream(string kind)
    {
        foreach (int zeros in new[] { 1, 10, 10_240 })
            await AssertReadsAsync(Messages, kind, [.. Pack(kind), .. new byte[zeros]]);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    public async Task What_follows_streams_and_is_none_is_told(string kind)
    {
        (int messages, List<Fault> faults) = await ReadAsync(kind, [.. Pack(kind), .. "this is no stream of any kind"u8]);
        Assert.Equal(FaultKind.Damaged, Assert.Single(faults).Kind);
        Assert.InRange(messages, Messages - 1, Messages);
    }

    [Fact]
    public async Task A_skippable_frame_before_zstd_data_is_skipped()
    {
        (int messages, List<Fault> faults) = await ReadAsync("zst", [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4, .. Pack("zst")]);
        Assert.Empty(faults);
        Assert.Equal(Messages, messages);
    }

    [Fact]
    public async Task A_small_archive_whose_end_is_damaged_keeps_what_stands_before()
    {
        byte[] small = Gzip(Mbox[..(Mbox.AsSpan(0, 50_000).LastIndexOf("\n\nFrom "u8) + 2)]);
        small[^6] ^= 1;
        (int messages, List<Fault> faults) = await ReadAsync("gz", small);
        Assert.Equal(FaultKind.Damaged, Assert.Single(faults).Kind);
        Assert.InRange(messages, 20, 60);
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public async Task Every_split_size_gives_the_same_members_in_the_same_order(string kind)
    {
        byte[] container = PackMany(kind);
        List<string> whole = await PlacesAsync(kind, container, null);
        Assert.Equal(60, whole.Count);
        Assert.Equal(60, whole.Distinct().Count());
        foreach (long size in new[] { 700L, 5000, 20000, container.Length - 1, container.Length })
            Assert.Equal(whole.Order(StringComparer.Ordinal), (await PlacesAsync(kind, container, size)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("tar.gz")]
    public async Task Every_split_size_of_a_compressed_stream_gives_the_same_messages_in_the_same_order(string kind)
    {
        await AssertSplitsAgreeAsync(Messages, 50_000, 100_000, 200_000, null, 0);
        // Splits smaller than a message; each begins with expanding all that stands before it, so fewer messages do: three blocks of a bz2.
        await AssertSplitsAgreeAsync(Messages * 2 / 5, 700);

        async Task AssertSplitsAgreeAsync(int messages, params long?[] sizes)
        {
            byte[] mbox = FirstOf(messages), container = kind == "tar.gz" ? Gzip(PackMany("tar", Pack("gz", mbox))) : Pack(kind, mbox);
            List<string> whole = await PlacesAsync(kind, container, null);
            Assert.Equal(kind == "tar.gz" ? messages + 60 : messages, whole.Count);
            foreach (long size in sizes.Select(s => s switch { null => container.Length - 1, 0 => container.Length, _ => s.Value }))
            {
                Assert.Equal(whole, await PlacesAsync(kind, container, size));
                Assert.Equal(whole, await PlacesAsync(kind, container, size, inOnePass: true));
            }
        }
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("tar.gz")]
    public async Task Every_split_size_of_a_damaged_stream_gives_the_same_messages_and_faults(string kind)
    {
        var random = new Random(20260304);
        byte[] container = kind == "tar.gz" ? Gzip(PackMany("tar", Pack("gz"))) : Pack(kind);
        for (int round = 0; round < 8; round++)
        {
            byte[] damaged = round % 2 == 0 ? container[..random.Next(container.Length)] : [.. container];
            damaged[random.Next(damaged.Length)] ^= 0x10;
            List<string> whole = await PlacesAsync(kind, damaged, null, mayBeDamaged: true);
            foreach (long size in new[] { 40_000L, 100_000 })
            {
                Assert.Equal(whole, await PlacesAsync(kind, damaged, size, mayBeDamaged: true));
                Assert.Equal(whole, await PlacesAsync(kind, damaged, size, inOnePass: true, mayBeDamaged: true));
            }
        }
    }

    [Fact]
    public async Task Members_of_one_name_have_places_of_their_own()
    {
        List<string> places = await PlacesAsync("tar", Tar(TarEntryFormat.Pax, ("a.eml", Message(1)), ("a.eml", Message(2)), ("a.eml", Message(3))), null);
        Assert.Equal(["a.eml", "a.eml#2", "a.eml#3"], places.Select(p => p[(p.IndexOf('!', StringComparison.Ordinal) + 1)..p.LastIndexOf('@')]));
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public async Task What_a_Maildir_in_a_container_has_not_delivered_is_passed_over(string kind)
    {
        string[] names =
        [
            // By its name, before the folders beside it were met.
            "a/tmp/1767225600.M1P2.host", "a/cur/1767225600.M1P1.host:2,S", "a/new/1767225601.M1P1.host", "a/tmp/partial",
            // A message that somebody saved in a folder of this name.
            "tmp/1767225600.report.eml", "tmp/mail.eml", "b/tmp/mail", "b/cur/1767225600.M1P1.host", "tmp/c/mail",
        ];
        (string, byte[])[] members = [.. names.Select((n, i) => (n, Message(i + 1)))];
        List<string> places = await PlacesAsync(kind, kind == "tar" ? Tar(TarEntryFormat.Pax, members) : Zip(CompressionLevel.Fastest, members), null);
        Assert.Equal(names.Except(["a/tmp/1767225600.M1P2.host", "a/tmp/partial"]), places.Select(p => p[(p.IndexOf('!', StringComparison.Ordinal) + 1)..p.LastIndexOf('@')]));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Every_form_of_tar_is_recognized(TarEntryFormat format)
    {
        (int messages, List<Fault> faults) = await ReadAsync("tar", Tar(format, ("inbox", Mbox)));
        Assert.Empty(faults);
        Assert.Equal(Messages, messages);
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task A_tar_header_with_any_field_damaged_costs_no_member_before_it(TarEntryFormat format)
    {
        byte[] tar = Tar(format, ("first.eml", Message(1)), ("second.eml", Message(2)));
        int header = tar.AsSpan(512).IndexOf("second.eml"u8) + 512;
        for (int field = 0; field < 512; field += 4)
        {
            byte[] damaged = [.. tar];
            damaged.AsSpan(header + field, 4).Fill(0xFF);
            List<string> places = await PlacesAsync("tar", damaged, null, mayBeDamaged: true);
            Assert.Contains(places, p => p.Contains("first.eml@", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(66_000)]
    public async Task A_zip_may_have_more_members_than_its_end_can_count(int members)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < members; i++)
            {
                using Stream member = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{i}.eml"), CompressionLevel.NoCompression).Open();
                member.Write("Subject: x\n\n"u8);
            }
        }
        (int messages, List<Fault> faults) = await ReadAsync("zip", packed.ToArray());
        Assert.Empty(faults);
        Assert.Equal(members, messages);
    }

    [Fact]
    public async Task A_zip_that_lists_one_member_again_and_again_is_read_once()
    {
        byte[] zip = Zip(CompressionLevel.Fastest, ("inbox.mbox", Mbox));
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8), end = zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        byte[] record = zip[end..];
        BitConverter.TryWriteBytes(record.AsSpan(12), 1000 * (end - directory));
        byte[] bomb = [.. zip[..directory], .. Enumerable.Repeat(zip[directory..end], 1000).SelectMany(d => d), .. record];
        (int messages, List<Fault> faults) = await ReadAsync("zip", bomb);
        Assert.Equal(Messages, messages);
        Assert.Contains("directory", Assert.Single(faults).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    public async Task A_zip_member_whose_checksum_is_wrong_is_a_fault(CompressionLevel level)
    {
        byte[] zip = Zip(level, ("inbox.mbox", Mbox));
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        zip[directory + 16] ^= 1;
        (int messages, List<Fault> faults) = await ReadAsync("zip", zip);
        Assert.Equal(FaultKind.Damaged, Assert.Single(faults).Kind);
        Assert.Equal(Messages - 1, messages);
    }

    [Theory]
    [InlineData(8, 1, "encrypted")]
    [InlineData(10, 12, "unpack the zip first")]
    public async Task Zip_members_that_are_not_read_say_what_to_do(int offset, byte value, string advice)
    {
        byte[] zip = Zip(CompressionLevel.Fastest, ("inbox.mbox", Mbox));
        zip[offset - 2] = value;
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + offset] = value;
        (_, List<Fault> faults) = await ReadAsync("zip", zip);
        Fault fault = Assert.Single(faults);
        Assert.Equal(FaultKind.UnsupportedFormat, fault.Kind);
        Assert.Contains(advice, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_inside_another_container_is_read_from_front_to_back()
    {
        byte[] nested = Gzip(Zip(CompressionLevel.Fastest, ("inner.zip", Zip(CompressionLevel.Fastest, ("inbox.mbox", Mbox)))));
        (int messages, List<Fault> faults) = await ReadAsync("gz", nested);
        Assert.Empty(faults);
        Assert.Equal(Messages, messages);
    }

    [Fact]
    public async Task Damage_that_leaves_nothing_of_the_mail_is_a_fault_in_a_folder_too()
    {
        byte[] gzip = Gzip([.. new byte[20_000], .. Mbox]);
        gzip[^6] ^= 1;
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "walked")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "mail.gz"), gzip, TestContext.Current.CancellationToken);
        ArchivePlan plan = ArchivePlanner.Plan([folder], new PlanOptions(), TestContext.Current.CancellationToken);
        await using SplitReader reader = SplitReader.Open(plan, Assert.Single(plan.Splits), new SlabPool(8 << 20), new ReadOptions(), TestContext.Current.CancellationToken);
        using MessageBatch? batch = await reader.ReadAsync();
        Assert.Equal(FaultKind.Damaged, Assert.Single(batch!.Faults).Kind);
    }

    [Fact]
    public void A_message_whose_header_begins_with_fields_of_any_name_is_one()
    {
        byte[] chain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"ARC-Seal: i={i}; {new string('x', 60)}\n")) + "From: a@example.com\n\nbody\n");
        Assert.Equal(ContentKind.Message, ContentRecognizer.Recognize(chain.AsSpan(0, ContentRecognizer.PrefixLength), "1:2,S", out _));
        byte[] unknown = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"X-Own-{i}: {new string('x', 60)}\n")));
        Assert.Equal(ContentKind.Message, ContentRecognizer.Recognize(unknown.AsSpan(0, ContentRecognizer.PrefixLength), "a.eml", out _));
        Assert.Equal(ContentKind.NotMail, ContentRecognizer.Recognize(unknown.AsSpan(0, ContentRecognizer.PrefixLength), "settings.yml", out _));
    }

    [Theory]
    [InlineData("DECIMAL: int\nDATE: int\nTIME: int\n", ContentKind.NotMail)]
    [InlineData("name: x\nstatus: active\nversion: 2\n", ContentKind.NotMail)]
    [InlineData("Date: Thu, 1 Jan 2026 00:00:00 +0000\nTo: a@example.com\n\nbody\n", ContentKind.Message)]
    [InlineData("X-Own: 1\nSubject: hello\n\nbody\n", ContentKind.Message)]
    public void Names_that_are_common_words_alone_make_no_message(string text, ContentKind kind) =>
        Assert.Equal(kind, ContentRecognizer.Recognize(Encoding.ASCII.GetBytes(text), "file", out _));

    [Theory]
    [InlineData("gz")]
    [InlineData("bz2")]
    [InlineData("zst")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("zip")]
    public async Task Flipped_octets_end_in_messages_and_faults(string kind)
    {
        var random = new Random(20260301);
        byte[] whole = Pack(kind);
        for (int round = 0; round < 60; round++)
        {
            byte[] damaged = [.. whole];
            for (int flips = 1 + (round % 3); flips > 0; flips--)
                damaged[random.Next(round % 4 == 0 ? Math.Min(600, whole.Length) : whole.Length)] ^= (byte)(1 + random.Next(255));
            (int messages, List<Fault> faults) = await ReadAsync(kind, damaged);
            Assert.True(messages > 0 || faults.Count > 0);
            Assert.All(faults, f => Assert.False(string.IsNullOrWhiteSpace(f.Detail) || f.Detail.Contains('\n', StringComparison.Ordinal)));
        }
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

    /// <summary>Archive and offset of every message, and the faults, in the order of the splits.</summary>
    private async Task<List<string>> PlacesAsync(string kind, byte[] content, long? splitBytes, bool inOnePass = false, bool mayBeDamaged = false)
    {
        string path = Path.Combine(_folder, "mail." + kind);
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        var pool = new SlabPool(8 << 20);
        ArchivePlan plan = ArchivePlanner.Plan([path], new PlanOptions { SplitBytes = splitBytes }, TestContext.Current.CancellationToken);
        if (!mayBeDamaged)
            Assert.Equal(splitBytes is { } size ? (content.Length + size - 1) / size : 1, plan.Splits.Count);
        List<string> places = [.. plan.Faults.Select(f => f.ToString())];
        await using var pass = new PlanReader(plan, plan.Splits.Select(s => s.Id), pool, new ReadOptions());
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = inOnePass
                ? pass.Open(split, TestContext.Current.CancellationToken)
                : SplitReader.Open(plan, split, pool, new ReadOptions(), TestContext.Current.CancellationToken);
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    Assert.True(mayBeDamaged || batch.Faults.Count == 0);
                    places.AddRange(batch.Messages.Select(m => $"{m.Archive}@{m.ArchiveOffset}"));
                    places.AddRange(batch.Faults.Select(f => f.ToString()));
                }
            }
        }
        return places;
    }

    private static byte[] Message(int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"From: a@example.com\nSubject: {number}\n\n{new string('x', number * 7)}\n"));

    /// <summary>Sixty messages in members of several kinds: single ones, an mbox of three, an empty one, a nested container.</summary>
    private static byte[] PackMany(string kind, params byte[][] compressed)
    {
        byte[] three = FirstOf(3);
        (string, byte[])[] members = [.. Enumerable.Range(0, 54).Select(i => (string.Create(CultureInfo.InvariantCulture, $"f/{i % 50}.eml"), Message(i))), ("empty", []), ("three.mbox", three), ("x.bin", [0, 1, 2]), ("three.mbox.gz", Gzip(three)), .. compressed.Select(c => ("many.gz", c))];
        return kind == "tar" ? Tar(TarEntryFormat.Pax, members) : Zip(CompressionLevel.Fastest, members);
    }

    private static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] members)
    {
        var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, format, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }
        return packed.ToArray();
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] members)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream member = zip.CreateEntry(name, level).Open();
                member.Write(content);
            }
        }
        return packed.ToArray();
    }

    /// <summary>A zip of one stored member whose directory states everything in 64 bits (APPNOTE.TXT §4.3.14, §4.5.3).</summary>
    private static byte[] LargeZip(byte[] content, long headerOffset)
    {
        var zip = new MemoryStream();
        using var to = new BinaryWriter(zip);
        uint crc = System.IO.Hashing.Crc32.HashToUInt32(content);
        to.Write([.. "PK\u0003\u0004"u8, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        to.Write(crc);
        to.Write(content.Length);
        to.Write(content.Length);
        to.Write([5, 0, 0, 0, .. "a.eml"u8, .. content]);
        long directory = zip.Length;
        to.Write([.. "PK\u0001\u0002"u8, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        to.Write(crc);
        to.Write([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 5, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. "a.eml"u8, 1, 0, 24, 0]);
        to.Write((long)content.Length);
        to.Write((long)content.Length);
        to.Write(headerOffset);
        long end = zip.Length;
        to.Write([.. "PK\u0006\u0006"u8, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        to.Write(1L);
        to.Write(1L);
        to.Write(end - directory);
        to.Write(directory);
        to.Write([.. "PK\u0006\u0007"u8, 0, 0, 0, 0]);
        to.Write(end);
        to.Write([1, 0, 0, 0, .. "PK\u0005\u0006"u8, 0, 0, 0, 0, 1, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]);
        return zip.ToArray();
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

    /// <summary>The mbox of so many messages.</summary>
    private static byte[] FirstOf(int messages)
    {
        int next = Mbox.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\nSubject: {messages}\n"));
        return next < 0 ? Mbox : Mbox[..(Mbox.AsSpan(0, next).LastIndexOf((byte)'\n') + 1)];
    }

    /// <summary>The file is read whole, without a fault.</summary>
    private async Task AssertReadsAsync(int messages, string kind, byte[] file)
    {
        (int read, List<Fault> faults) = await ReadAsync(kind, file);
        Assert.Empty(faults);
        Assert.Equal(messages, read);
    }

    private static byte[] Pack(string kind) => Pack(kind, Mbox);

    private static byte[] Pack(string kind, byte[] mbox)
    {
        var packed = new MemoryStream();
        switch (kind)
        {
            case "gz":
                return Gzip(mbox);
            case "tar.gz":
                return Gzip(Pack("tar", mbox));
            case "bz2":
                using (var bzip = new BZip2OutputStream(packed, 1) { IsStreamOwner = false })
                    bzip.Write(mbox);
                break;
            case "zst":
                using (var zstd = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
                {
                    zstd.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
                    zstd.Write(mbox);
                }
                break;
            case "tar":
                using (var tar = new TarWriter(packed, leaveOpen: true))
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../inbox.mbox") { DataStream = new MemoryStream(mbox) });
                break;
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                {
                    using Stream member = zip.CreateEntry("../inbox.mbox").Open();
                    member.Write(mbox);
                }
                break;
        }
        return packed.ToArray();
    }

    /// <summary>What the libraries decode when they are given one octet at a time and asked for one at a time.</summary>
    private static byte[] Decodable(string kind, byte[] packed)
    {
        int gzipHeader = 10, zipHeader = ZipMember.LocalHeaderLength + "../inbox.mbox".Length;
        var decoded = new MemoryStream();
        try
        {
            using Stream expanded = kind switch
            {
                "gz" or "tar.gz" => new DeflateStream(new TrickleStream(packed[gzipHeader..]), CompressionMode.Decompress),
                "zip" => new DeflateStream(new TrickleStream(packed[zipHeader..]), CompressionMode.Decompress),
                "bz2" => new BZip2InputStream(new MemoryStream(packed)),
                _ => new ZstdSharp.DecompressionStream(new TrickleStream(packed)),
            };
            for (int octet; (octet = expanded.ReadByte()) >= 0;)
                decoded.WriteByte((byte)octet);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
        }
        return decoded.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
