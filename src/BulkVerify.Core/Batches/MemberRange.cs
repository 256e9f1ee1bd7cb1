namespace BulkVerify.Batches;

/// <summary>The members of a container that belong to one split: those whose place lies in [Start, End). The place of a tar member is the offset of its data;
/// that of a zip member the sum of the stored lengths of the members before it in the directory.</summary>
/// <param name="Size">Size of the container: a range that ends there is the last.</param>
internal readonly record struct MemberRange(long Start, long End, long Size)
{
    public static readonly MemberRange Whole = new(0, long.MaxValue, long.MaxValue);

    public bool IsFirst => Start == 0;

    public bool IsLast => End >= Size;

    public bool IsWhole => IsFirst && IsLast;

    public bool Contains(long place) => IsWhole || (place >= Start && (place < End || IsLast));

    /// <summary>True for places before the range.</summary>
    public bool IsBefore(long place) => !IsWhole && place < Start;

    /// <summary>True for places after the range.</summary>
    public bool IsAfter(long place) => !IsLast && place >= End;
}
