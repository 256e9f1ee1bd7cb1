namespace BulkVerify.Dns;

/// <summary>Something in a keyring file that cannot be used.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Number of the line, from 1; 0 when it concerns the whole file.</param>
/// <param name="Field">Name of the field; empty when it concerns the whole line.</param>
/// <param name="Detail">What is wrong, as the end of a sentence that begins with the field's name.</param>
public sealed record KeyringError(string File, int Line, string Field, string Detail)
{
    /// <summary>keys.jsonl:41: "first_seen" must be a date such as 2024-05-31.</summary>
    public override string ToString() => $"{File}{(Line == 0 ? "" : $":{Line}")}:{(Field.Length == 0 ? "" : $" \"{Field}\"")} {Detail}.";
}
