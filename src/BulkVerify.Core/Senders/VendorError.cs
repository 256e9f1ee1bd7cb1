namespace BulkVerify.Senders;

/// <summary>Something in a vendor file that cannot be used. The entry it is in is left out; the others hold.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Entry">Id of the entry, or its number from 1 as "#3" when it has none; empty when it concerns the whole file.</param>
/// <param name="Line">Line where the entry begins, from 1; 0 when it concerns the whole file.</param>
/// <param name="Field">Key inside the entry; empty when it concerns the whole entry.</param>
/// <param name="Detail">What the field must be, as the end of a sentence that begins with the field's name.</param>
public sealed record VendorError(string File, string Entry, int Line, string Field, string Detail)
{
    /// <summary>vendors.json: entry "acme" (line 41): "selectors" must be a list of names such as "s1" or "acme{n}".</summary>
    public override string ToString()
    {
        string entry = Entry.Length == 0 ? "" : $" entry \"{Entry}\"";
        string line = Line == 0 ? "" : Entry.Length == 0 ? $" line {Line}" : $" (line {Line})";
        string colon = entry.Length + line.Length == 0 ? "" : ":";
        string field = Field.Length == 0 ? "" : $" \"{Field}\"";
        return $"{File}:{entry}{line}{colon}{field} {Detail}.";
    }
}
