using System.Globalization;
using System.Text;

namespace BulkVerify.Dns;

/// <summary>Reads a keyring line by line. Not thread-safe.</summary>
internal sealed class KeyringReader(string file, Predicate<string> isKeyRecord)
{
    /// <summary>Errors that are kept: a file of another kind has no end of them.</summary>
    public const int MaxErrors = 100;

    /// <summary>Keys that are read; about 1 KB of memory each.</summary>
    public const int MaxEntries = 1_000_000;

    /// <summary>Longest line; a key of 8192 bits takes 1,500 characters.</summary>
    public const int MaxLineLength = 16_384;

    private static readonly string[] Positions = ["domain", "selector", "record", "first_seen", "last_seen", "source", "messages"];

    private readonly List<KeyringEntry> _entries = [];
    private readonly List<KeyringError> _errors = [];
    private string[]? _columns;
    private int _line;

    public IReadOnlyList<KeyringEntry> Entries => _entries;

    public IReadOnlyList<KeyringError> Errors => _errors;

    /// <summary>Takes the next line; false when no more lines are wanted.</summary>
    public bool Add(string line)
    {
        _line++;
        line = line.TrimStart('\uFEFF').Trim();
        if (line.Length == 0 || line[0] == '#')
            return true;
        if (line.Length > MaxLineLength)
            Fail("", $"is longer than {MaxLineLength} characters");
        else if (_entries.Count == MaxEntries)
            Fail("", $"is beyond the {MaxEntries} keys that are read");
        else if (line[0] == '{')
            AddFields(KeyringJson.Read(line), "is no well-formed JSON object");
        else if (_columns is null && IsHeader(line))
            _columns = [.. Cells(line)!.Select(FieldName)];
        else
            AddFields(Named(Cells(line)), "has a quote that does not end");
        return _errors.Count < MaxErrors && _entries.Count <= MaxEntries;
    }

    /// <summary>"First seen" as first_seen; the record may be called "key record" or "key" too.</summary>
    public static string FieldName(string name)
    {
        string plain = name.Trim().ToLowerInvariant().Replace(' ', '_');
        return plain is "key_record" or "key" ? "record" : plain;
    }

    private void AddFields(Dictionary<string, string>? fields, string otherwise)
    {
        if (fields is null)
        {
            Fail("", otherwise);
            return;
        }
        int errors = _errors.Count;
        DomainName? domain = Name(fields, "domain");
        DomainName? selector = Name(fields, "selector");
        string record = Text(fields, "record");
        if (!isKeyRecord(record))
            Fail("record", "must be a key record with a key, such as v=DKIM1; k=rsa; p=MIGf...");
        long? first = Time(fields, "first_seen", endOfDay: false);
        long? last = Time(fields, "last_seen", endOfDay: true);
        if (last < first)
            Fail("last_seen", "must not be before first_seen");
        long messages = 0;
        if (Text(fields, "messages") is { Length: > 0 } count && !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out messages))
            Fail("messages", "must be a number");
        if (_errors.Count == errors)
            _entries.Add(new KeyringEntry(domain!, selector!, record) { FirstSeen = first, LastSeen = last, Source = Text(fields, "source"), Messages = messages });
    }

    private static string Text(Dictionary<string, string> fields, string field) => fields.GetValueOrDefault(field, "").Trim();

    private DomainName? Name(Dictionary<string, string> fields, string field)
    {
        if (DomainName.TryParse(Text(fields, field).AsSpan()) is { } name)
            return name;
        Fail(field, field == "domain" ? "must be a domain name such as example.com" : "must be a selector such as s1");
        return null;
    }

    private long? Time(Dictionary<string, string> fields, string field, bool endOfDay)
    {
        if (!KeyringTime.TryParse(Text(fields, field), endOfDay, out long? time))
            Fail(field, "must be a date such as 2024-05-31 or 2024-05-31T12:00:00Z, or empty");
        return time;
    }

    private static bool IsHeader(string line) => Cells(line) is { Count: > 1 } cells && FieldName(cells[0]) == "domain" && FieldName(cells[1]) == "selector";

    private Dictionary<string, string>? Named(List<string>? cells)
    {
        if (cells is null)
            return null;
        string[] names = _columns ?? Positions;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < Math.Min(names.Length, cells.Count); i++)
            fields[names[i]] = cells[i];
        return fields;
    }

    /// <summary>Cells of a line of CSV (RFC 4180); null when a quote does not end in it.</summary>
    private static List<string>? Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        cells.Add(cell.ToString());
        return quoted ? null : cells;
    }

    private void Fail(string field, string detail)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(new KeyringError(file, _line, field, detail));
    }
}
