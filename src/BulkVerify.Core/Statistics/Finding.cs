namespace BulkVerify.Statistics;

/// <summary>A group that rows are counted by beside their stream.</summary>
/// <param name="Table">One of <see cref="Findings"/>.</param>
/// <param name="Text">The group inside its table.</param>
public readonly record struct Finding(string Table, string Text) : IComparable<Finding>
{
    public int CompareTo(Finding other)
    {
        int table = string.CompareOrdinal(Table, other.Table);
        return table != 0 ? table : string.CompareOrdinal(Text, other.Text);
    }
}
