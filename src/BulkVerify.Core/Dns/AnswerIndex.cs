using System.Security.Cryptography;

namespace BulkVerify.Dns;

/// <summary>Where in an <see cref="AnswerLog"/> the answer to each question stands: 32 octets a question, whatever the length of its name. Nothing is ever removed.</summary>
/// <remarks>
/// Questions are told apart by 128 bits of a hash with a seed of this process, so that nobody can write mail whose names collide.
/// One writer at a time; reads take no lock and may miss what is being added.
/// </remarks>
internal sealed class AnswerIndex
{
    /// <summary>Parts that grow on their own, so that growing copies little.</summary>
    private const int Parts = 256;

    /// <summary>Words of one entry: the hash in two, the first one never 0, the place in the file, and the rest.</summary>
    private const int Words = 4;

    private const int FirstEntries = 16;

    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly ulong[]?[] _parts = new ulong[]?[Parts];
    private readonly int[] _counts = new int[Parts];

    /// <summary>Questions held.</summary>
    public int Count { get; private set; }

    /// <summary>What is held of the question; null when it is not.</summary>
    public AnswerIndexEntry? Find(in DnsQuestion question)
    {
        UInt128 hash = question.Fingerprint(_seed);
        ulong low = Low(hash), high = (ulong)(hash >> 64);
        if (Volatile.Read(ref _parts[PartOf(hash)]) is not { } part)
            return null;
        int mask = (part.Length / Words) - 1;
        for (int at = (int)low & mask; ; at = (at + 1) & mask)
        {
            ulong held = Volatile.Read(ref part[at * Words]);
            if (held == 0)
                return null;
            if (held == low && part[(at * Words) + 1] == high)
                return AnswerIndexEntry.Of(part[(at * Words) + 2], part[(at * Words) + 3]);
        }
    }

    /// <summary>Adds a question that is not held. For one writer at a time.</summary>
    public void Add(in DnsQuestion question, in AnswerIndexEntry entry)
    {
        UInt128 hash = question.Fingerprint(_seed);
        int number = PartOf(hash);
        ulong[] part = _parts[number] ?? new ulong[FirstEntries * Words];
        // At most two thirds are taken.
        if (3 * (_counts[number] + 1) > 2 * (part.Length / Words))
            part = Grown(part);
        (ulong place, ulong rest) = entry.ToWords();
        Place(part, Low(hash), (ulong)(hash >> 64), place, rest);
        Volatile.Write(ref _parts[number], part);
        _counts[number]++;
        Count++;
    }

    private static ulong[] Grown(ulong[] part)
    {
        var grown = new ulong[2 * part.Length];
        for (int at = 0; at < part.Length; at += Words)
        {
            if (part[at] != 0)
                Place(grown, part[at], part[at + 1], part[at + 2], part[at + 3]);
        }
        return grown;
    }

    private static void Place(ulong[] part, ulong low, ulong high, ulong place, ulong rest)
    {
        int mask = (part.Length / Words) - 1, at = (int)low & mask;
        while (part[at * Words] != 0)
            at = (at + 1) & mask;
        part[(at * Words) + 1] = high;
        part[(at * Words) + 2] = place;
        part[(at * Words) + 3] = rest;
        // The first word last: who sees it sees the others.
        Volatile.Write(ref part[at * Words], low);
    }

    private static int PartOf(UInt128 hash) => (int)(ulong)(hash >> 120) & (Parts - 1);

    private static ulong Low(UInt128 hash) => (ulong)hash | 1UL << 63;
}
