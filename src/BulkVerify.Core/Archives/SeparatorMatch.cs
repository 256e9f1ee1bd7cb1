namespace BulkVerify.Archives;

/// <summary>What the bytes at hand say of a possible separator.</summary>
internal enum SeparatorMatch : byte
{
    None,
    Found,
    /// <summary>More bytes are needed to tell.</summary>
    Undecided,
}
