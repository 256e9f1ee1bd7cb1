using BulkVerify.Forge.Signing;

namespace BulkVerify.Forge.Messages;

/// <summary>A message in the making: fields with CRLF, topmost first, and the body with CRLF line ends.</summary>
internal sealed class Draft
{
    public List<string> Fields { get; } = [];

    public ByteText Body { get; } = new();

    /// <summary>Topmost first.</summary>
    public List<ForgedSignature> Signatures { get; } = [];

    public void Clear()
    {
        Fields.Clear();
        Body.Clear();
        Signatures.Clear();
    }

    /// <summary>Adds a field below the others.</summary>
    public void Append(string name, string value) => Fields.Add($"{name}: {value}\r\n");

    /// <summary>Puts a whole field on top.</summary>
    public void Prepend(string field) => Fields.Insert(0, field);

    public void Prepend(string name, string value) => Prepend($"{name}: {value}\r\n");

    public int CountOf(string name)
    {
        int count = 0;
        foreach (string field in Fields)
            count += Has(field, name) ? 1 : 0;
        return count;
    }

    /// <summary>The field of this name with <paramref name="nth"/> others below it; null when there are fewer.</summary>
    public string? FieldFromBottom(string name, int nth)
    {
        for (int i = Fields.Count - 1; i >= 0; i--)
        {
            if (Has(Fields[i], name) && nth-- == 0)
                return Fields[i];
        }
        return null;
    }

    /// <summary>Replaces the first field of this name.</summary>
    public void Replace(string name, Func<string, string> change)
    {
        int index = Fields.FindIndex(field => Has(field, name));
        if (index >= 0)
            Fields[index] = change(Fields[index]);
    }

    public void Remove(string name) => Fields.RemoveAll(field => Has(field, name));

    private static bool Has(string field, string name) =>
        field.Length > name.Length && field.StartsWith(name, StringComparison.OrdinalIgnoreCase) && field.AsSpan(name.Length).TrimStart(' ') is [':', ..];
}
