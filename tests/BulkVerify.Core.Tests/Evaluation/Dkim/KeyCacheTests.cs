using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class KeyCacheTests
{
    private static readonly DomainName Name = DomainName.Parse("s._domainkey.example.com");

    private static DnsAnswer Answer(params string[] texts) => DnsAnswer.Of([.. texts.Select(DnsRecord.Txt)]);

    [Fact]
    public void The_same_answer_is_parsed_once()
    {
        var cache = new KeyCache();
        DnsAnswer answer = Answer(TestKeys.Record(1024));
        Assert.Same(cache.Get(Name, answer), cache.Get(Name, answer));
    }

    [Fact]
    public void Another_answer_for_a_name_is_parsed_anew()
    {
        var cache = new KeyCache();
        Assert.Equal(1024, cache.Get(Name, Answer(TestKeys.Record(1024))).Records[0].Bits);
        Assert.Equal(2048, cache.Get(Name, Answer(TestKeys.Record(2048))).Records[0].Bits);
        Assert.Equal(DkimReason.KeyNotFound, cache.Get(Name, DnsAnswer.NxDomain).Fault);
    }

    [Fact]
    public void Names_in_use_survive_a_turnover_and_others_are_dropped()
    {
        var cache = new KeyCache(capacity: 8);
        DnsAnswer answer = Answer(TestKeys.Record(1024));
        DkimKeySet used = cache.Get(Name, answer);
        DomainName unusedName = DomainName.Parse("unused.example");
        DkimKeySet unused = cache.Get(unusedName, answer);
        for (int i = 0; i < 100; i++)
        {
            cache.Get(DomainName.Parse($"k{i}.example"), answer);
            Assert.Same(used, cache.Get(Name, answer));
        }
        Assert.NotSame(unused, cache.Get(unusedName, answer));
    }

    [Fact]
    public async Task Many_threads_get_equal_keys()
    {
        var cache = new KeyCache(capacity: 4);
        DnsAnswer answer = Answer(TestKeys.Record(1024));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
                Assert.Equal(1024, cache.Get(DomainName.Parse($"k{(i * t) % 9}.example"), answer).Records[0].Bits);
        })));
    }

    [Fact]
    public void Texts_that_are_no_key_records_are_ignored_and_the_number_of_records_is_bounded()
    {
        DkimKeySet keys = DkimKeySet.Of(Answer("v=spf1 -all", TestKeys.Record(1024), "p=x!"));
        Assert.Equal(1, keys.Records.Length);
        Assert.Equal(DkimReason.Verified, keys.Fault);
        Assert.Equal(DkimReason.KeySyntax, DkimKeySet.Of(Answer("v=spf1 -all")).Fault);
        Assert.Equal(DkimKeySet.MaxRecords, DkimKeySet.Of(Answer([.. Enumerable.Repeat("p=", 50)])).Records.Length);
    }
}
