namespace BulkVerify;

/// <summary>Something that was asked for and could not be done. Counted and reported, never thrown.</summary>
/// <param name="Kind">What went wrong, of a closed set.</param>
/// <param name="Archive">Path of the archive as the user named it, members of containers after '!'.</param>
/// <param name="Offset">Offset in bytes where it was noticed; null when it concerns the whole archive.</param>
/// <param name="Detail">One plain sentence: what happened and what it means for the result. No line ends.</param>
public sealed record Fault(FaultKind Kind, string Archive, long? Offset, string Detail);
