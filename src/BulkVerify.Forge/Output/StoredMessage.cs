namespace BulkVerify.Forge.Output;

/// <summary>Where a message came to lie.</summary>
/// <param name="Archive">Path relative to the output folder, with slashes.</param>
/// <param name="Offset">Of the separator in the decompressed archive; 0 for a message in a file of its own.</param>
/// <param name="Length">Bytes as stored, without separator and without the empty line before the next one.</param>
internal readonly record struct StoredMessage(string Archive, long Offset, long Length);
