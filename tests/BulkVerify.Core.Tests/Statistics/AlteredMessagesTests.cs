using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public class AlteredMessagesTests
{
    private static readonly Gen<MessageRow> Row =
        from archive in Gen.Int[0, 3]
        from offset in Gen.Long[0, 400]
        from sender in Gen.Int[0, 12]
        from altered in Gen.Int[0, 9]
        select RowOf($"{archive}.mbox", offset, $"sender{sender}.example", altered > 0 ? "mismatch" : "match");

    [Fact]
    public void Keeps_the_first_of_each_stream_and_archive_whatever_order_and_partition_they_come_in() => Gen.Select(Row.Array[0, 600], Gen.Int[1, 5], Gen.Int).Sample((drawn, parts, seed) =>
    {
        MessageRow[] rows = [.. drawn.DistinctBy(r => (r.Archive, r.Offset))];
        string[] expected = [.. rows.Where(AlteredMessage.Suits).GroupBy(r => r.Archive).OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(archive => archive
            .GroupBy(r => r.Sender).SelectMany(s => s.OrderBy(r => r.Offset).Take(AlteredMessages.MaxPerStream)).OrderBy(r => r.Offset).Take(AlteredMessages.MaxPerArchive))
            .Select(r => $"{r.Archive}@{r.Offset}")];
        new Random(seed).Shuffle(rows);
        var merged = new AlteredMessages();
        for (int part = 0; part < parts; part++)
        {
            var one = new AlteredMessages();
            foreach (MessageRow row in rows.Where((_, i) => i % parts == part))
                one.Add(row);
            merged.Merge(one);
        }
        Assert.Equal(expected, merged.All.Select(m => $"{m.Archive}@{m.Offset}"));
        Assert.Equal(expected.Length, merged.Count);
    }, iter: 200);

    [Fact]
    public void Holds_no_more_than_its_bound_of_many_archives_and_those_are_the_first()
    {
        var messages = new AlteredMessages();
        int[] archives = [.. Enumerable.Range(0, AlteredMessages.MaxPerRun + 50)];
        new Random(1).Shuffle(archives);
        foreach (int archive in archives)
            messages.Add(RowOf($"{archive:D5}.mbox", 0, "a.example", "mismatch"));
        Assert.Equal(AlteredMessages.MaxPerRun, messages.Count);
        Assert.Equal(Enumerable.Range(0, AlteredMessages.MaxPerRun).Select(a => $"{a:D5}.mbox"), messages.All.Select(m => m.Archive));
    }

    private static MessageRow RowOf(string archive, long offset, string sender, string bodyHash) =>
        new() { Archive = archive, Offset = offset, Length = 100, Sender = sender, Dkim = [new SignatureRow { BodyHash = bodyHash }] };
}
