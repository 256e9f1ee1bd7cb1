namespace BulkVerify.Dns;

/// <summary>The answers of an <see cref="AnswerLog"/>, read from the file as they are needed: what a <see cref="ZoneView"/> of the same file says, in the memory of <see cref="FrozenAnswers"/>.
/// Safe for any number of readers.</summary>
public sealed class RecordedView : IDatedView, IDisposable
{
    private static readonly DnsRecordType[] Types = Enum.GetValues<DnsRecordType>();

    private readonly FrozenAnswers _answers;

    private RecordedView(FrozenAnswers answers) => _answers = answers;

    public DateTimeOffset? LastAsked => _answers.LastAsked;

    /// <summary>Opens a file that a run wrote, which may go on growing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static RecordedView Open(string path, long maxResidentBytes = FrozenAnswers.DefaultMaxResidentBytes) => new(new FrozenAnswers(AnswerLog.OpenRead(path), maxResidentBytes));

    public DateTimeOffset? AskedAt(in DnsQuestion question) => _answers.AskedAt(question);

    public DnsAnswer? Find(in DnsQuestion question) => FindHere(question, out DomainName? target) ?? AliasChain.Follow(question, target!, FindHere);

    public void Dispose() => _answers.Dispose();

    /// <summary>What is recorded of one name. Null when the CNAME to <paramref name="target"/> is to be followed.</summary>
    private DnsAnswer? FindHere(in DnsQuestion question, out DomainName? target)
    {
        target = null;
        if (_answers.Find(question) is { } answer)
            return answer;
        target = _answers.Find(question with { Type = DnsRecordType.Cname }) is { Records: { Count: > 0 } records } ? records[0].Target : null;
        return target is null ? AtName(question.Name) : null;
    }

    /// <summary>What is known of a name of which the type was not asked: RFC 8020 §2, what does not exist has no record of any other type.</summary>
    private DnsAnswer AtName(DomainName name)
    {
        foreach (DnsRecordType type in Types)
        {
            if (_answers.Find(new DnsQuestion(name, type)) is { Status: DnsStatus.NxDomain })
                return DnsAnswer.NxDomain;
        }
        return DnsAnswer.NotRecorded;
    }
}
