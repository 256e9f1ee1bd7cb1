using System.Collections.Concurrent;

namespace BulkVerify.Dns;

/// <summary>Questions that met a temporary error, kept to be asked again, up to a number. Safe for all threads.</summary>
internal sealed class TemporaryAnswers
{
    private readonly ConcurrentDictionary<DnsQuestion, DnsAnswer> _answers = new();

    /// <summary>Those that are kept, and those for which room is being taken.</summary>
    private int _taken;

    public int Count => _answers.Count;

    public DnsAnswer? Find(in DnsQuestion question) => _answers.GetValueOrDefault(question);

    /// <summary>True when the question is kept, with this answer or an earlier one; false when <paramref name="most"/> are.</summary>
    public bool TryKeep(in DnsQuestion question, DnsAnswer answer, int most)
    {
        if (_answers.ContainsKey(question))
            return true;
        if (Interlocked.Increment(ref _taken) <= most && _answers.TryAdd(question, answer))
            return true;
        Interlocked.Decrement(ref _taken);
        return _answers.ContainsKey(question);
    }

    public void Remove(in DnsQuestion question)
    {
        if (_answers.TryRemove(question, out _))
            Interlocked.Decrement(ref _taken);
    }

    /// <summary>Forgets all. Returns their questions.</summary>
    public DnsQuestion[] Clear()
    {
        DnsQuestion[] questions = [.. _answers.Keys];
        foreach (DnsQuestion question in questions)
            Remove(question);
        return questions;
    }
}
