namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>Which keys are recovered, and how hard it is tried.</summary>
public sealed record RecoveryOptions
{
    /// <summary>Groups that are searched at most, largest first; the rest is counted.</summary>
    public const int MaxGroups = 4096;

    /// <summary>Groups that are not searched and are named each; the rest is counted.</summary>
    public const int MaxNamed = 1000;

    /// <summary>Signing domain; null for all.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Selector; null for all.</summary>
    public DomainName? Selector { get; init; }

    /// <summary>Least signatures of a group; two are needed.</summary>
    public int MinSignatures { get; init; } = 2;

    /// <summary>Signatures of a group that are tried as pivot, one after the other, until one shows the key. Each costs 20 to 120 s and finds the key if it is unaltered.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Groups searched at the same time, each on a core of its own.</summary>
    public int Threads { get; init; } = 1;
}
