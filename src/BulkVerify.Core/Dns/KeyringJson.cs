using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BulkVerify.Dns;

/// <summary>One keyring entry as a line of JSON.</summary>
internal static class KeyringJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(KeyringEntry entry, Stream to)
    {
        var line = new
        {
            Domain = entry.Domain.Value,
            Selector = entry.Selector.Value,
            entry.Record,
            FirstSeen = KeyringTime.Text(entry.FirstSeen),
            LastSeen = KeyringTime.Text(entry.LastSeen),
            Source = entry.Source.Length == 0 ? null : entry.Source,
            Messages = entry.Messages == 0 ? (long?)null : entry.Messages,
        };
        JsonSerializer.Serialize(to, line, Options);
        to.WriteByte((byte)'\n');
    }

    /// <summary>The scalar members of an object by name; null when the line is no JSON object.</summary>
    public static Dictionary<string, string>? Read(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
                fields[KeyringReader.FieldName(member.Name)] = member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.ToString();
            return fields;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
