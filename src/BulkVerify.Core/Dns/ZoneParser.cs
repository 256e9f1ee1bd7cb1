using System.Globalization;
using System.Text;

namespace BulkVerify.Dns;

/// <summary>The state of reading one master file: origin, last owner, time asked; makes entries of lines.</summary>
internal sealed class ZoneParser(string file, IZoneSink sink)
{
    private static ReadOnlySpan<byte> DirectiveMark => "bulkverify"u8;

    private readonly ZoneLexer _lexer = new();
    private readonly ZoneNames _names = new();
    private DomainName? _owner;
    private bool _ownerIsKnown;
    private DateTimeOffset? _asked;
    private int _line;

    /// <summary>Takes the next line, without its line end.</summary>
    public void Line(ReadOnlySpan<byte> line, bool tooLong)
    {
        _line++;
        // A byte order mark may stand before the first line.
        if (_line == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        if (tooLong)
        {
            _lexer.Reset();
            Report(_line, "a line longer than any record");
            return;
        }
        if (!_lexer.IsOpen && IsDirective(line, out ReadOnlySpan<byte> directive))
        {
            if (Feed(directive))
                Directive();
            return;
        }
        if (Feed(line) && !_lexer.IsOpen && _lexer.Tokens.Count > 0)
            Entry();
    }

    /// <summary>Ends the file.</summary>
    public void Finish()
    {
        if (_lexer.IsOpen)
            Report(_lexer.FirstLine, "'(' is never closed");
    }

    private bool Feed(ReadOnlySpan<byte> line)
    {
        string? wrong = _lexer.Feed(line, _line);
        if (wrong is null)
            return true;
        Report(_line, wrong);
        _lexer.Reset();
        return false;
    }

    private static bool IsDirective(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> directive)
    {
        directive = default;
        line = line.TrimStart(" \t"u8);
        if (line.IsEmpty || line[0] != ';')
            return false;
        line = line[1..].TrimStart(" \t"u8);
        if (!line.StartsWith(DirectiveMark) || (line.Length > DirectiveMark.Length && line[DirectiveMark.Length] is not ((byte)' ' or (byte)'\t' or (byte)'\r')))
            return false;
        directive = line[DirectiveMark.Length..];
        return true;
    }

    private void Directive()
    {
        if (_lexer.IsOpen || _lexer.Tokens.Count == 0)
        {
            _lexer.Reset();
            Report(_line, ";bulkverify without a known word: partial, nxdomain, nodata, servfail, timeout, alias or asked");
            return;
        }
        switch (Encoding.Latin1.GetString(Token(0)))
        {
            case "partial":
                sink.MarkPartial();
                break;
            case "asked":
                Asked();
                break;
            case "nxdomain" when _lexer.Tokens.Count == 2:
                if (NameAt(1, out DomainName? name) && name is not null)
                    sink.Add(new ZoneEntry(ZoneEntryKind.NxDomainName, name, default) { Asked = _asked, Line = _line });
                break;
            case "nxdomain":
                Status(DnsStatus.NxDomain);
                break;
            case "nodata":
                Status(DnsStatus.NoData);
                break;
            case "servfail":
                Status(DnsStatus.ServFail);
                break;
            case "timeout":
                Status(DnsStatus.Timeout);
                break;
            case "alias":
                Aliases();
                break;
            default:
                Report(_line, ";bulkverify is followed by an unknown word: it may be partial, nxdomain, nodata, servfail, timeout, alias or asked");
                break;
        }
    }

    private void Asked()
    {
        _asked = null;
        if (_lexer.Tokens.Count >= 2 && DateTimeOffset.TryParse(Encoding.Latin1.GetString(Token(1)), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset asked))
            _asked = asked;
        else
            Report(_line, ";bulkverify asked wants a time such as 2026-03-04T10:11:12Z");
        if (_lexer.Tokens.Count > 2 && QuestionAt(2) is { } question)
            sink.Add(new ZoneEntry(ZoneEntryKind.Asked, question.Name, question.Type) { Asked = _asked, Line = _line });
    }

    private void Status(DnsStatus status)
    {
        if (QuestionAt(1) is { } question)
            sink.Add(new ZoneEntry(ZoneEntryKind.Status, question.Name, question.Type) { Status = status, Asked = _asked, Line = _line });
    }

    private void Aliases()
    {
        if (QuestionAt(1) is not { } question)
            return;
        var targets = new DomainName[_lexer.Tokens.Count - 3];
        for (int i = 0; i < targets.Length; i++)
        {
            if (!NameAt(i + 3, out DomainName? target) || target is null)
                return;
            targets[i] = target;
        }
        sink.Add(new ZoneEntry(ZoneEntryKind.Aliases, question.Name, question.Type) { Aliases = targets, Asked = _asked, Line = _line });
    }

    private DnsQuestion? QuestionAt(int index)
    {
        if (_lexer.Tokens.Count < index + 2)
        {
            Report(_line, "the directive wants a name and a type");
            return null;
        }
        if (!ZoneTypes.TryParse(Token(index + 1), out DnsRecordType type) || type == default)
        {
            Report(_line, $"the directive wants one of A, AAAA, TXT, MX, CNAME, PTR, not '{Shown(index + 1)}'");
            return null;
        }
        return NameAt(index, out DomainName? name) && name is not null ? new DnsQuestion(name, type) : null;
    }

    private void Entry()
    {
        if (!_lexer.HasBlankOwner && !_lexer.Tokens[0].Quoted && Token(0)[0] == '$' && !_lexer.Tokens[0].Escaped)
        {
            Control();
            return;
        }
        int next = 0;
        if (!_lexer.HasBlankOwner)
        {
            _ownerIsKnown = NameAt(0, out _owner);
            next = 1;
        }
        else if (!_ownerIsKnown)
        {
            Report(_lexer.FirstLine, "no owner name: the line begins with white space and none stands above it");
        }
        if (!_ownerIsKnown)
            return;
        Record(next);
    }

    private void Control()
    {
        string word = Encoding.Latin1.GetString(Token(0)).ToUpperInvariant();
        bool hasArgument = _lexer.Tokens.Count >= 2;
        if (word == "$ORIGIN" && hasArgument)
        {
            if (NameAt(1, out DomainName? origin))
                _names.Origin = origin;
        }
        else if (word is not "$TTL" || !hasArgument || !ZoneTypes.IsTtl(Token(1)))
        {
            Report(_lexer.FirstLine, word is "$INCLUDE" or "$GENERATE" ? $"{word} is not followed" : $"'{Shown(0)}' is unknown or lacks its value");
        }
    }

    private void Record(int next)
    {
        bool otherClass = false;
        while (next < _lexer.Tokens.Count && (ZoneTypes.IsTtl(Token(next)) || ZoneTypes.IsClass(Token(next), ref otherClass)))
            next++;
        if (next == _lexer.Tokens.Count)
        {
            Report(_lexer.FirstLine, "a record without a type");
            return;
        }
        if (!ZoneTypes.TryParse(Token(next), out DnsRecordType type))
        {
            Report(_lexer.FirstLine, $"'{Shown(next)}' is no record type");
            return;
        }
        // The root, and names with dots inside labels, are never asked for.
        if (otherClass || _owner is null)
            return;
        if (type == default)
        {
            sink.Add(new ZoneEntry(ZoneEntryKind.Exists, _owner, default) { Asked = _asked, Line = _lexer.FirstLine });
            return;
        }
        string? wrong = ZoneData.Read(_lexer, next + 1, type, _names, out DnsRecord? record);
        if (wrong is not null)
            Report(_lexer.FirstLine, $"{type.ToString().ToUpperInvariant()} record of {_owner}: {wrong}");
        ZoneEntryKind kind = record is null ? ZoneEntryKind.Exists : ZoneEntryKind.Record;
        sink.Add(new ZoneEntry(kind, _owner, record is null ? default : type) { Record = record, Asked = _asked, Line = _lexer.FirstLine });
    }

    private bool NameAt(int index, out DomainName? name)
    {
        string? wrong = _names.Read(_lexer.Tokens[index], Token(index), out name);
        if (wrong is not null)
            Report(_lexer.FirstLine, $"'{Shown(index)}' {wrong}");
        return wrong is null;
    }

    private ReadOnlySpan<byte> Token(int index) => _lexer.Text(_lexer.Tokens[index]);

    /// <summary>A token as it may stand in an error: short, printable.</summary>
    private string Shown(int index)
    {
        ReadOnlySpan<byte> text = Token(index);
        string shown = Encoding.Latin1.GetString(text.Length > 60 ? text[..60] : text);
        return string.Create(shown.Length, shown, static (chars, from) =>
        {
            for (int i = 0; i < chars.Length; i++)
                chars[i] = char.IsAscii(from[i]) && !char.IsControl(from[i]) ? from[i] : '?';
        });
    }

    private void Report(int line, string detail) => sink.Report(new ZoneFileError(file, line, detail));
}
