using System.Text.Json;

namespace BulkVerify.Reports.Queries;

/// <summary>JSON: an object per row, in one array or one a line.</summary>
/// <param name="lines">One object a line (JSON Lines) instead of an array.</param>
public sealed class JsonQueryWriter(Stream to, bool lines) : IQueryWriter
{
    private string[] _names = [];
    private bool _any;

    /// <remarks>Names that repeat get a number, since objects have no two members of one name.</remarks>
    public void Begin(IReadOnlyList<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        _names = [.. names.Select(n => Unique(n, taken))];
        if (!lines)
            to.Write("["u8);
    }

    public bool Write(IReadOnlyList<object?> values)
    {
        if (!lines)
            to.Write(_any ? ",\n"u8 : "\n"u8);
        _any = true;
        using (var writer = new Utf8JsonWriter(to))
        {
            writer.WriteStartObject();
            for (int i = 0; i < _names.Length; i++)
            {
                writer.WritePropertyName(_names[i]);
                QueryText.WriteJson(writer, values[i]);
            }
            writer.WriteEndObject();
        }
        if (lines)
            to.Write("\n"u8);
        return true;
    }

    public void End()
    {
        if (!lines)
            to.Write(_any ? "\n]\n"u8 : "]\n"u8);
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string candidate = name;
        for (int number = 1; !taken.Add(candidate); number++)
            candidate = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");
        return candidate;
    }
}
