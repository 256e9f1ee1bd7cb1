using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Which split of its input a byte of an archive belongs to; the only one where the input is not a compressed stream that is cut.</summary>
/// <param name="Places">Of the compressed stream; null where it is not cut.</param>
/// <param name="Start">Where the archive begins in its expanded bytes.</param>
/// <param name="IsExpanded">True when the archive is compressed once more: it belongs as a whole to where it begins.</param>
internal readonly record struct SplitFinder(SplitPlaces? Places, long Start, bool IsExpanded)
{
    public static readonly SplitFinder None = default;

    public int SplitOf(long offset) => Places?.SplitOf(IsExpanded ? Start : Start + offset) ?? 0;

    /// <summary>The same for a member that begins at an offset.</summary>
    public SplitFinder At(long offset) => IsExpanded ? this : this with { Start = Start + offset };

    /// <summary>The same for what is compressed in it.</summary>
    public SplitFinder Within() => this with { IsExpanded = true };
}
