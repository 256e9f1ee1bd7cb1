using System.Text.Json;
using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Reads a vendor file entry by entry and lays each over the entries known so far. A wrong entry is an error and changes nothing.</summary>
/// <param name="file">Its name for messages.</param>
/// <param name="entries">By id; what is read is laid over them.</param>
/// <param name="pattern">As for <see cref="VendorFieldReader"/>.</param>
internal sealed class VendorFileReader(string file, Dictionary<string, Vendor> entries, Func<string, ValuePattern?> pattern)
{
    public const int MaxFileLength = 16 * 1024 * 1024;

    /// <summary>Errors that are kept: a file of another kind has no end of them.</summary>
    public const int MaxErrors = 100;

    private const int MaxDepth = 8;

    private readonly List<VendorError> _errors = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _count;

    public IReadOnlyList<VendorError> Errors => _errors;

    /// <summary>True when at least one entry was taken.</summary>
    public bool HasEntries { get; private set; }

    public void Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            ReadArray(utf8);
        }
        catch (JsonException e)
        {
            Fail("", (int)(e.LineNumber ?? 0) + 1, "", "is not well-formed JSON here");
        }
        CheckPlatforms();
    }

    private void ReadArray(ReadOnlySpan<byte> utf8)
    {
        var options = new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };
        var reader = new Utf8JsonReader(utf8, options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            Fail("", 0, "", "must be a list of entries: [ {\"id\": \"acme\", ...}, ... ]");
            return;
        }
        int line = 1;
        int counted = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && _errors.Count < MaxErrors)
        {
            int start = (int)reader.TokenStartIndex;
            line += utf8[counted..start].Count((byte)'\n');
            counted = start;
            _count++;
            ReadEntry(JsonElement.ParseValue(ref reader), line);
        }
    }

    private void ReadEntry(JsonElement element, int line)
    {
        string number = $"#{_count}";
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fail(number, line, "", "must be an object with an \"id\"");
            return;
        }
        if (!element.TryGetProperty("id", out JsonElement idElement) || idElement.ValueKind != JsonValueKind.String || !IsId(idElement.GetString()!))
        {
            Fail(number, line, "id", "must be a name of lower-case letters, digits and hyphens such as \"acme-mail\"");
            return;
        }
        string id = idElement.GetString()!;
        if (!_lines.TryAdd(id, line))
        {
            Fail(id, line, "", $"is there twice, first in line {_lines[id]}");
            return;
        }
        var fields = new VendorFieldReader((field, detail) => Fail(id, line, field, detail), pattern);
        Vendor vendor = entries.GetValueOrDefault(id) ?? new Vendor { Id = id, Name = id };
        foreach (JsonProperty property in element.EnumerateObject())
            vendor = fields.Apply(vendor, property);
        if (fields.Failed)
            return;
        entries[id] = vendor;
        HasEntries = true;
    }

    /// <summary>An entry may name a platform that comes later, so this waits for the end of the file.</summary>
    private void CheckPlatforms()
    {
        foreach ((string id, int line) in _lines)
        {
            if (entries.GetValueOrDefault(id) is not { } vendor)
                continue;
            foreach (string platform in vendor.RunsOn)
            {
                if (platform == id || !entries.ContainsKey(platform))
                    Fail(id, line, "runsOn", $"names \"{platform}\", which is {(platform == id ? "the entry itself" : "no known id")}");
            }
        }
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 64 && text[0] != '-' && text.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;

    private void Fail(string entry, int line, string field, string detail)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(new VendorError(file, entry, line, field, detail));
    }
}
