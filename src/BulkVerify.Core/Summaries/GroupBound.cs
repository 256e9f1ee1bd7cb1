using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Which groups a table of rows tells apart; all others are counted together in one line. Immutable; safe for all threads.</summary>
public sealed class GroupBound
{
    /// <summary>Groups told apart unless more are asked for: 20 to 30 MB.</summary>
    public const int DefaultMost = 10_000;

    private readonly FrozenSet<ulong>? _kept;

    private GroupBound(int most, FrozenSet<ulong>? kept, long others) => (Most, _kept, Others) = (most, kept, others);

    /// <summary>Groups told apart, at most.</summary>
    public int Most { get; }

    /// <summary>Groups that are counted together; 0 as long as they were not counted.</summary>
    public long Others { get; }

    /// <summary>The group of all others.</summary>
    internal static readonly StreamKey OthersKey = new(StreamKey.Others, "");

    /// <summary>What the line of all others is named.</summary>
    public string OthersName => Others == 0 ? StreamKey.Others : string.Create(CultureInfo.InvariantCulture, $"({Others:N0} others)");

    /// <summary>What the line of a group is named by: its sender, or whatever else stands there.</summary>
    internal string NameOf(StreamKey group) => group == OthersKey ? OthersName : group.Sender;

    /// <summary>The first groups of the rows: enough where there are not more than <paramref name="most"/>.</summary>
    public static GroupBound First(int most = DefaultMost) => new(most, kept: null, others: 0);

    /// <summary>These groups only.</summary>
    /// <param name="kept">Hashes of the groups that are told apart.</param>
    /// <param name="others">How many are not.</param>
    internal static GroupBound Of(int most, IEnumerable<ulong> kept, long others) => new(most, kept.ToFrozenSet(), others);

    /// <summary>Stable between runs and machines.</summary>
    internal static ulong HashOf(string name, string second = "") =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(second.AsSpan()), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())));

    /// <summary>True for a group that the table may begin.</summary>
    /// <param name="held">Groups that it holds. Names whose hashes agree cannot make them more than <see cref="Most"/>.</param>
    internal bool Takes(ulong group, int held) => held < Most && (_kept is null || _kept.Contains(group));
}
