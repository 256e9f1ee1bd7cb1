namespace BulkVerify.Dns;

/// <summary>Distinct questions that an evaluation still needs. Not thread-safe; reused between rounds.</summary>
public sealed class DnsQuestionSet
{
    private readonly HashSet<DnsQuestion> _questions = [];

    public int Count => _questions.Count;

    public void Add(in DnsQuestion question) => _questions.Add(question);

    public void Clear() => _questions.Clear();

    public HashSet<DnsQuestion>.Enumerator GetEnumerator() => _questions.GetEnumerator();

    public DnsQuestion[] ToArray() => [.. _questions];

    /// <summary>The answer from <paramref name="view"/>, or null after noting the question here.</summary>
    public DnsAnswer? FindOrNote(IDnsView view, in DnsQuestion question)
    {
        DnsAnswer? answer = view.Find(question);
        if (answer is null)
            Add(question);
        return answer;
    }
}
