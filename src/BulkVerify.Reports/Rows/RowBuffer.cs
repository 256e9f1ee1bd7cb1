namespace BulkVerify.Reports.Rows;

/// <summary>The arrays that columns keep from row group to row group.</summary>
internal static class RowBuffer
{
    private const int FirstCapacity = 512;

    /// <summary>Makes room for <paramref name="count"/> items in all; those that are there stay.</summary>
    public static void Reserve<T>(ref T[] buffer, int count)
    {
        if (count > buffer.Length)
            Array.Resize(ref buffer, Math.Max(count, Math.Max(FirstCapacity, 2 * buffer.Length)));
    }
}
