using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class RecordedViewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-recorded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Says_what_the_file_says_of_every_name_and_type_asked_or_not() =>
        Gen.Select(DnsGen.Recorded.List[0, 25], DnsGen.Name.Array[0, 10]).Sample((answers, others) =>
        {
            // A name that begins with * has a meaning for others in a file.
            RecordedAnswer[] recorded = [.. answers.Where(a => !a.Question.Name.Value.StartsWith('*') && !a.Answer.Aliases.Any(n => n.Value.StartsWith('*')))];
            string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            var asked = new Dictionary<DnsQuestion, DateTimeOffset>();
            using (var book = new FrozenAnswers(AnswerLog.Open(path)))
            {
                book.BeginLastPass();
                foreach (RecordedAnswer answer in recorded)
                {
                    if (book.Find(answer.Question) is null)
                        asked[answer.Question] = answer.Asked;
                    book.Add(answer.Question, answer.Answer, answer.Asked);
                }
            }
            ZoneView zone = ZoneSource.Load(path).View;
            using RecordedView view = RecordedView.Open(path, maxResidentBytes: 1000);
            Assert.Equal(zone.LastAsked, view.LastAsked);
            foreach (DomainName name in recorded.Select(r => r.Question.Name).Concat(recorded.SelectMany(r => r.Answer.Aliases)).Concat(others).Distinct())
            {
                foreach (DnsRecordType type in DnsGen.Types)
                    Assert.Equal(zone.Find(new DnsQuestion(name, type)), view.Find(new DnsQuestion(name, type)));
            }
            foreach ((DnsQuestion question, DateTimeOffset time) in asked)
                Assert.Equal(time, view.AskedAt(question));
            File.Delete(path);
        }, iter: 500, threads: 1);

    [Fact]
    public void Leaves_the_file_as_it_is()
    {
        string path = Path.Combine(_folder, "dns.zone");
        using (var book = new FrozenAnswers(AnswerLog.Open(path)))
            book.Add(new DnsQuestion(DomainName.Parse("a.example"), DnsRecordType.Txt), DnsAnswer.NxDomain, DateTimeOffset.UnixEpoch);
        File.AppendAllText(path, ";bulkverify asked torn");
        byte[] before = File.ReadAllBytes(path);
        using (RecordedView view = RecordedView.Open(path))
            Assert.Equal(DnsAnswer.NxDomain, view.Find(new DnsQuestion(DomainName.Parse("a.example"), DnsRecordType.A)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }
}
