namespace BulkVerify.Statistics;

/// <summary>A group of messages of one stream for which the two DMARC rule sets come to different ends, for one cause.</summary>
/// <param name="Results">"result policy -> result policy", RFC 9989 first.</param>
/// <param name="Identifiers">Identifiers that align under one rule set only; empty when the policy alone differs.</param>
/// <param name="Walk">Organizational domain, queries and records under RFC 9989.</param>
/// <param name="Walk7489">The same under RFC 7489.</param>
public readonly record struct RuleDifferenceKey(StreamKey Stream, string Results, string Identifiers, string Walk, string Walk7489) : IComparable<RuleDifferenceKey>
{
    public int CompareTo(RuleDifferenceKey other)
    {
        int stream = Stream.CompareTo(other.Stream);
        if (stream != 0)
            return stream;
        int results = string.CompareOrdinal(Results, other.Results);
        if (results != 0)
            return results;
        int identifiers = string.CompareOrdinal(Identifiers, other.Identifiers);
        if (identifiers != 0)
            return identifiers;
        int walk = string.CompareOrdinal(Walk, other.Walk);
        return walk != 0 ? walk : string.CompareOrdinal(Walk7489, other.Walk7489);
    }
}
