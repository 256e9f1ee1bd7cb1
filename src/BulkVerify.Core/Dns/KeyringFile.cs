namespace BulkVerify.Dns;

/// <summary>A keyring as a file: JSON lines, or CSV with or without a line of names. What cannot be read is an error with its place; the other lines count.</summary>
/// <param name="Entries">In the order of the file.</param>
/// <param name="Errors">At most <see cref="KeyringReader.MaxErrors"/>.</param>
public sealed record KeyringFile(IReadOnlyList<KeyringEntry> Entries, IReadOnlyList<KeyringError> Errors)
{
    /// <param name="path">The file, as errors are to name it.</param>
    /// <param name="isKeyRecord">Tells whether a text is a well-formed key record.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KeyringFile Read(string path, Predicate<string> isKeyRecord)
    {
        var reader = new KeyringReader(path, isKeyRecord);
        foreach (string line in File.ReadLines(path))
        {
            if (!reader.Add(line))
                break;
        }
        return new KeyringFile(reader.Entries, reader.Errors);
    }

    /// <summary>Writes JSON lines in the order of the entries; they read back to equal ones.</summary>
    public static void Write(IEnumerable<KeyringEntry> entries, Stream to)
    {
        foreach (KeyringEntry entry in entries)
            KeyringJson.Write(entry, to);
    }
}
