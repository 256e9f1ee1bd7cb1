namespace BulkVerify.Dns;

/// <summary>The CNAMEs on the way from a name to its answer (RFC 1034 §3.6.2), in their order. A way that comes back to a name of its own, or is longer than <see cref="MaxLength"/>,
/// has no answer: it is <see cref="DnsStatus.ServFail"/>. Not thread-safe.</summary>
/// <param name="owner">The name that was asked.</param>
public sealed class AliasChain(DomainName owner)
{
    /// <summary>Most names of a chain.</summary>
    public const int MaxLength = 16;

    private readonly List<DomainName> _names = new(2);

    /// <summary>What is known of one name without following its CNAME: an answer, or null with the name to go on at.</summary>
    internal delegate DnsAnswer? Step(in DnsQuestion question, out DomainName? target);

    /// <summary>The names, without the owner.</summary>
    public IReadOnlyList<DomainName> Names => _names;

    /// <summary>Goes on to the target of the last name's CNAME; false, without it, for a loop or a chain too long.</summary>
    public bool TryAdd(DomainName target)
    {
        if (target == owner || _names.Count == MaxLength || _names.Contains(target))
            return false;
        _names.Add(target);
        return true;
    }

    /// <summary>The answer at the end of the chain, which may have followed more of it itself, as an answer to the owner.</summary>
    public DnsAnswer Ending(DnsAnswer end) => end with { Aliases = [.. _names, .. end.Aliases] };

    /// <summary>The answer to a question of which only the CNAME to <paramref name="first"/> is known.</summary>
    internal static DnsAnswer Follow(in DnsQuestion question, DomainName first, Step step)
    {
        var chain = new AliasChain(question.Name);
        for (DomainName target = first; chain.TryAdd(target);)
        {
            if (step(question with { Name = target }, out DomainName? next) is { } end)
                return chain.Ending(end);
            target = next!;
        }
        return DnsAnswer.ServFail;
    }
}
