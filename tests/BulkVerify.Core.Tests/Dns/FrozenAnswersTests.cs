using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class FrozenAnswersTests : IDisposable
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_772_619_072);

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-answers-").FullName;

    private string LogPath => Path.Combine(_folder, "dns.zone");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DnsQuestion Txt(string name) => new(DomainName.Parse(name), DnsRecordType.Txt);

    private static DnsAnswer Text(string text, params string[] aliases) => new(DnsStatus.Success, [DnsRecord.Txt(text)], [.. aliases.Select(DomainName.Parse)]);

    [Fact]
    public void Keeps_the_first_final_answer()
    {
        using var book = new FrozenAnswers();
        Assert.Null(book.Find(Txt("a.example")));
        Assert.Equal(Text("first"), book.Add(Txt("a.example"), Text("first"), Time));
        Assert.Equal(Text("first"), book.Add(Txt("a.example"), Text("second"), Time));
        Assert.Equal(Text("first"), book.Add(Txt("a.example"), DnsAnswer.Timeout, Time));
        Assert.Equal(Text("first"), book.Find(Txt("a.example")));
    }

    [Fact]
    public void Keeps_temporary_errors_apart_until_the_last_pass_makes_them_final()
    {
        using var book = new FrozenAnswers();
        book.Add(Txt("a.example"), DnsAnswer.Timeout, Time);
        book.Add(Txt("b.example"), DnsAnswer.ServFail, Time);
        Assert.Equal(DnsAnswer.Timeout, book.Find(Txt("a.example")));
        Assert.Equal((0, 2), (book.Count, book.TemporaryCount));
        book.Add(Txt("c.example"), DnsAnswer.Timeout, Time);
        book.Add(Txt("c.example"), Text("soon"), Time);
        book.BeginLastPass();
        Assert.Null(book.Find(Txt("a.example")));
        book.Add(Txt("b.example"), DnsAnswer.ServFail, Time);
        book.Add(Txt("b.example"), Text("too late"), Time);
        book.Add(Txt("a.example"), Text("late"), Time);
        Assert.Equal(Text("soon"), book.Find(Txt("c.example")));
        Assert.Equal(Text("late"), book.Find(Txt("a.example")));
        Assert.Equal(DnsAnswer.ServFail, book.Find(Txt("b.example")));
        Assert.Equal((3, 0), (book.Count, book.TemporaryCount));
    }

    [Fact]
    public void Temporary_errors_beyond_the_bound_are_final_and_the_others_are_asked_again()
    {
        using var book = new FrozenAnswers(AnswerLog.Open(LogPath)) { MaxTemporary = 2 };
        foreach (string name in (string[])["a.example", "b.example", "a.example", "c.example", "d.example"])
            Assert.Equal(DnsAnswer.ServFail, book.Add(Txt(name), DnsAnswer.ServFail, Time));
        Assert.Equal((2, 2), (book.Count, book.TemporaryCount));
        // One that came right makes room for another.
        book.Add(Txt("a.example"), Text("soon"), Time);
        book.Add(Txt("e.example"), DnsAnswer.Timeout, Time);
        Assert.Equal((3, 2), (book.Count, book.TemporaryCount));
        Assert.Equal(["b.example", "e.example"], book.BeginLastPass().Select(q => q.Name.Value).Order(StringComparer.Ordinal));
        Assert.Equal(DnsAnswer.ServFail, book.Add(Txt("c.example"), Text("too late"), Time));
        Assert.Equal(Text("late"), book.Add(Txt("b.example"), Text("late"), Time));
        Assert.Equal((Text("soon"), DnsAnswer.ServFail), (book.Find(Txt("a.example")), book.Find(Txt("d.example"))));
    }

    [Fact]
    public void Freezes_what_a_chain_says_of_the_names_on_its_way()
    {
        using var book = new FrozenAnswers();
        book.Add(Txt("a.example"), Text("x", "b.example", "c.example"), Time);
        Assert.Equal(Text("x", "c.example"), book.Find(Txt("b.example")));
        Assert.Equal(Text("x"), book.Find(Txt("c.example")));
        Assert.Equal(Text("x"), book.Add(Txt("c.example"), Text("other"), Time));
    }

    [Fact]
    public void Refuses_an_answer_that_says_nothing()
    {
        using var book = new FrozenAnswers();
        Assert.Throws<ArgumentException>(() => book.Add(Txt("a.example"), DnsAnswer.NotAsked, Time));
    }

    [Fact]
    public void Holds_after_reopening_what_it_held_before_and_so_does_the_file() =>
        DnsGen.Recorded.List[0, 25].Sample(answers =>
        {
            string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            var held = new Dictionary<DnsQuestion, DnsAnswer>();
            using (var book = new FrozenAnswers(AnswerLog.Open(path)))
            {
                book.BeginLastPass();
                foreach (RecordedAnswer recorded in answers)
                    book.Add(recorded.Question, recorded.Answer, recorded.Asked);
                foreach (RecordedAnswer recorded in answers)
                    held[recorded.Question] = book.Find(recorded.Question)!;
            }
            ZoneSource source = ZoneSource.Load(path);
            Assert.Empty(source.Errors);
            using var reopened = new FrozenAnswers(AnswerLog.Open(path));
            using var written = new MemoryStream();
            reopened.WriteTo(written);
            var builder = new ZoneBuilder();
            ZoneFile.Read(written.ToArray(), "written", builder);
            ZoneView sorted = builder.Build();
            foreach ((DnsQuestion question, DnsAnswer answer) in held)
            {
                Assert.Equal(answer, source.View.Find(question));
                Assert.Equal(answer, reopened.Find(question));
                Assert.Equal(answer, sorted.Find(question));
            }
        }, iter: 300, threads: 1);

    [Fact]
    public void Reads_dropped_answers_again_from_the_file()
    {
        using var book = new FrozenAnswers(AnswerLog.Open(LogPath), maxResidentBytes: 2000);
        for (int i = 0; i < 200; i++)
            book.Add(Txt($"n{i}.example"), Text($"text {i}", $"t{i}.example"), Time);
        Assert.True(book.ResidentBytes <= 2000, $"{book.ResidentBytes} bytes");
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(Text($"text {i}", $"t{i}.example"), book.Find(Txt($"n{i}.example")));
            Assert.Equal(Text($"text {i}"), book.Find(Txt($"t{i}.example")));
        }
        Assert.True(book.Reloads > 0);
        Assert.True(book.ResidentBytes <= 2000, $"{book.ResidentBytes} bytes");
    }

    /// <summary>Most of what an archive of forged mail asks does not exist.</summary>
    [Fact]
    public void What_does_not_exist_is_known_without_the_file_and_takes_no_room_of_what_does()
    {
        using var book = new FrozenAnswers(AnswerLog.Open(LogPath), maxResidentBytes: 2000);
        book.Add(Txt("a.example"), Text("first"), Time);
        long before = book.ResidentBytes;
        for (int i = 0; i < 5000; i++)
            book.Add(Txt($"n{i}.example"), i % 2 == 0 ? DnsAnswer.NxDomain : DnsAnswer.NoData, Time);
        Assert.Equal((5001, before), (book.Count, book.ResidentBytes));
        for (int i = 0; i < 5000; i++)
            Assert.Same(i % 2 == 0 ? DnsAnswer.NxDomain : DnsAnswer.NoData, book.Find(Txt($"n{i}.example")));
        Assert.Null(book.Find(new DnsQuestion(DomainName.Parse("n1.example"), DnsRecordType.A)));
        Assert.Equal(0, book.Reloads);
    }

    [Fact]
    public void Cuts_off_a_torn_end_at_every_octet()
    {
        long whole;
        using (var book = new FrozenAnswers(AnswerLog.Open(LogPath)))
        {
            book.Add(Txt("a.example"), Text("first"), Time);
            whole = new FileInfo(LogPath).Length;
            book.Add(Txt("b.example"), new DnsAnswer(DnsStatus.Success, [DnsRecord.Txt("one"), DnsRecord.Txt("two")], []), Time);
        }
        byte[] bytes = File.ReadAllBytes(LogPath);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(LogPath, bytes[..length]);
            using var book = new FrozenAnswers(AnswerLog.Open(LogPath));
            Assert.Equal(length >= whole ? Text("first") : null, book.Find(Txt("a.example")));
            Assert.Null(book.Find(Txt("b.example")));
            book.Add(Txt("b.example"), Text("again"), Time);
            book.Dispose();
            Assert.Equal(Text("again"), ZoneSource.Load(LogPath).View.Find(Txt("b.example")));
        }
    }

    [Fact]
    public void Leaves_a_file_alone_that_holds_something_else()
    {
        File.WriteAllText(LogPath, "$ORIGIN example.\n\na TXT x\n\n");
        using AnswerLog log = AnswerLog.Open(LogPath);
        Assert.Throws<InvalidDataException>(() => new FrozenAnswers(log));
        log.Dispose();
        Assert.Equal("$ORIGIN example.\n\na TXT x\n\n", File.ReadAllText(LogPath));
    }

    [Fact]
    public void Steps_over_a_damaged_block()
    {
        using (var book = new FrozenAnswers(AnswerLog.Open(LogPath)))
        {
            book.Add(Txt("a.example"), Text("first"), Time);
            book.Add(Txt("b.example"), Text("second"), Time);
        }
        File.WriteAllText(LogPath, File.ReadAllText(LogPath).Replace("\"first\"", "\"first", StringComparison.Ordinal));
        AnswerLog log = AnswerLog.Open(LogPath);
        using var reopened = new FrozenAnswers(log);
        Assert.Equal(1, log.DamagedBlocks);
        Assert.Null(reopened.Find(Txt("a.example")));
        Assert.Equal(Text("second"), reopened.Find(Txt("b.example")));
    }

    [Fact]
    public void Steps_over_damage_that_has_no_end_without_holding_it_in_memory()
    {
        using (var book = new FrozenAnswers(AnswerLog.Open(LogPath)))
            book.Add(Txt("a.example"), Text("first"), Time);
        using (FileStream file = File.Open(LogPath, FileMode.Append))
        {
            for (int i = 0; i < 3; i++)
                file.Write(new byte[AnswerLog.MaxBlockBytes]);
            file.Write("\n\n;bulkverify asked 2026-03-04T10:11:12Z b.example. TXT\nb.example. IN TXT \"second\"\n\n"u8);
        }
        using AnswerLog log = AnswerLog.OpenRead(LogPath);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var reopened = new FrozenAnswers(log);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * AnswerLog.MaxBlockBytes);
        Assert.InRange(log.DamagedBlocks, 1, 4);
        Assert.Equal(Text("first"), reopened.Find(Txt("a.example")));
        Assert.Equal(Text("second"), reopened.Find(Txt("b.example")));
    }

    [Fact]
    public void Reads_no_more_than_the_beginning_of_a_file_that_holds_something_else()
    {
        using (FileStream file = File.Create(LogPath))
            file.SetLength(1L << 30);
        using AnswerLog log = AnswerLog.OpenRead(LogPath);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => new FrozenAnswers(log));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AnswerLog.MaxBlockBytes);
    }

    [Fact]
    public async Task Gives_all_threads_one_answer()
    {
        using var book = new FrozenAnswers(AnswerLog.Open(LogPath), maxResidentBytes: 5000);
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<DnsQuestion, DnsAnswer>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, (worker, _) =>
        {
            for (int i = 0; i < 500; i++)
            {
                DnsQuestion question = Txt($"n{i % 100}.example");
                DnsAnswer answer = book.Add(question, Text($"by {worker}", $"t{i % 10}.example"), Time);
                Assert.Equal(seen.GetOrAdd(question, answer), answer);
            }
            return ValueTask.CompletedTask;
        });
        foreach ((DnsQuestion question, DnsAnswer answer) in seen)
            Assert.Equal(answer, book.Find(question));
    }
}
