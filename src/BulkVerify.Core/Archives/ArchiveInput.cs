namespace BulkVerify.Archives;

/// <summary>One file (or standard input) of a plan.</summary>
/// <param name="Name">How rows and faults call it.</param>
/// <param name="Path">Where it is; "-" for standard input.</param>
/// <param name="Kind">By content.</param>
/// <param name="Size">Bytes as stored; 0 for standard input.</param>
/// <param name="ModifiedAt">Last write, seconds of the Unix epoch.</param>
/// <param name="SampleHash">Hash of a part of it, hex: notices a file that changed between planning and reading.</param>
/// <param name="Variant">For an mbox; otherwise what the options force, or None: decided when its container is read.</param>
/// <param name="Separators">The same.</param>
/// <param name="PassedOver">See <see cref="MboxForm.PassedOver"/>.</param>
/// <param name="IsNamed">True when the user named the path itself: that it is not mail is then a fault, not a file to skip.</param>
public sealed record ArchiveInput(string Name, string Path, ContentKind Kind, long Size, long ModifiedAt, string SampleHash, MboxVariant Variant, MboxSeparators Separators, int PassedOver, bool IsNamed);
