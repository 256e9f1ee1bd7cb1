using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class AnswerIndexTests
{
    private static readonly Gen<AnswerIndexEntry> Entries = Gen.Select(
        Gen.Long[0, 1L << 45], Gen.Int[0, int.MaxValue], Gen.Int[0, AliasChain.MaxLength], Gen.Int[0, 4].Select(s => s == 0 ? (DnsStatus?)null : (DnsStatus)s),
        (offset, length, linked, absence) => new AnswerIndexEntry(new LogExtent(offset, length), linked, absence));

    [Fact]
    public void Gives_back_every_entry_of_its_question_and_of_no_other() =>
        Entries.Array[0, 3000].Sample(entries =>
        {
            var index = new AnswerIndex();
            for (int i = 0; i < entries.Length; i++)
                index.Add(Question(i), entries[i]);
            Assert.Equal(entries.Length, index.Count);
            for (int i = 0; i < entries.Length; i++)
                Assert.Equal(entries[i], index.Find(Question(i)));
            Assert.Null(index.Find(Question(entries.Length)));
            Assert.Null(index.Find(new DnsQuestion(Question(0).Name, DnsRecordType.Mx)));
        }, iter: 50);

    [Fact]
    public async Task Readers_find_what_is_there_while_it_grows()
    {
        const int Count = 20_000;
        var index = new AnswerIndex();
        int added = 0;
        Task reader = Task.Run(
            () =>
            {
                for (int seen = 0; seen < Count;)
                {
                    seen = Volatile.Read(ref added);
                    for (int i = Math.Max(0, seen - 50); i < seen; i++)
                        Assert.Equal(Entry(i), index.Find(Question(i)));
                    Assert.Null(index.Find(Question(Count + seen)));
                }
            },
            TestContext.Current.CancellationToken);
        for (int i = 0; i < Count; i++)
        {
            index.Add(Question(i), Entry(i));
            Volatile.Write(ref added, i + 1);
        }
        await reader;

        static AnswerIndexEntry Entry(int number) => new(new LogExtent(number * 1000L, number), number % 17, null);
    }

    private static DnsQuestion Question(int number) => new(DomainName.Parse($"n{number / 2}.example"), number % 2 == 0 ? DnsRecordType.Txt : DnsRecordType.A);
}
