namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Verdicts of late, each for what it was judged on: the mail of a sender mostly differs in nothing that DMARC looks at. For one <see cref="DmarcDomains"/> and one view of the DNS,
/// whose answers do not change; what met a temporary error is not for it. One per worker: not thread-safe.</summary>
internal sealed class DmarcVerdicts
{
    private const int Bits = 10;

    /// <summary>Messages with more signatures are judged each for itself.</summary>
    private const int MaxSignatures = 4;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    /// <summary>The verdict on an equal input; null when none is kept.</summary>
    public DmarcVerdict? Find(in DmarcInput input, ReadOnlySpan<AuthenticatedIdentifier> dkim)
    {
        if (!IsKept(input, dkim))
            return null;
        ref Entry entry = ref _entries[PlaceOf(input, dkim)];
        return entry.Verdict is not null && entry.Author == input.Author.Domain && Nullable.Equals(entry.Spf, input.Spf) && dkim.SequenceEqual(entry.Dkim) ? entry.Verdict : null;
    }

    public void Add(in DmarcInput input, ReadOnlySpan<AuthenticatedIdentifier> dkim, DmarcVerdict verdict)
    {
        if (IsKept(input, dkim))
            _entries[PlaceOf(input, dkim)] = new Entry(input.Author.Domain, dkim.ToArray(), input.Spf, verdict);
    }

    private static bool IsKept(in DmarcInput input, ReadOnlySpan<AuthenticatedIdentifier> dkim) =>
        input.Author is { Status: Claims.AuthorDomainStatus.Valid, Count: 1 } && dkim.Length <= MaxSignatures;

    private static int PlaceOf(in DmarcInput input, ReadOnlySpan<AuthenticatedIdentifier> dkim)
    {
        uint hash = (uint)input.Author.Domain!.GetHashCode();
        foreach (ref readonly AuthenticatedIdentifier identifier in dkim)
            hash = Mix(hash, identifier);
        if (input.Spf is { } spf)
            hash = Mix(hash * 31, spf);
        return (int)((hash * 0x9E3779B1u) >> (32 - Bits));
    }

    private static uint Mix(uint hash, in AuthenticatedIdentifier identifier) => (((hash << 7) | (hash >> 25)) ^ (uint)identifier.Domain.GetHashCode()) + (uint)identifier.Result;

    private readonly record struct Entry(DomainName? Author, AuthenticatedIdentifier[] Dkim, AuthenticatedIdentifier? Spf, DmarcVerdict? Verdict);
}
