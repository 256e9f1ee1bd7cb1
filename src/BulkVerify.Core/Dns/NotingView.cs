using System.Collections.Concurrent;

namespace BulkVerify.Dns;

/// <summary>Another view that notes the questions it does not hold. Safe for all threads.</summary>
public sealed class NotingView(IDnsView below) : IDnsView
{
    /// <summary>Questions noted.</summary>
    public const int MaxQuestions = 1000;

    private readonly ConcurrentDictionary<DnsQuestion, bool> _unknown = [];

    /// <summary>In order of name and type.</summary>
    public IReadOnlyList<DnsQuestion> Unknown => [.. _unknown.Keys.OrderBy(q => q.Name).ThenBy(q => q.Type)];

    public DnsAnswer? Find(in DnsQuestion question)
    {
        DnsAnswer? answer = below.Find(question);
        if (answer is null or { IsUnknown: true } && _unknown.Count < MaxQuestions)
            _unknown.TryAdd(question, true);
        return answer;
    }
}
