using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using BulkVerify.Dns;

namespace BulkVerify.TestKit;

/// <summary>A declarative zone: {"owner TYPE": [values] | {"error": "TIMEOUT"|"SERVFAIL"|"REFUSED"|"NXDOMAIN"|"NODATA"}}, "*" for every question.
/// A name without a key is NXDOMAIN; one that has other types, or names below it, is NODATA. Records every question asked. Once it is made, safe for all threads.</summary>
public sealed class JsonZone : IDnsView
{
    private readonly Dictionary<DnsQuestion, DnsAnswer> _answers = [];
    private readonly HashSet<DomainName> _names = [];
    private readonly List<DomainName> _namesOnly = [];
    private DnsAnswer? _everything;

    /// <summary>Every question in the order asked, repeated ones included.</summary>
    public ConcurrentQueue<DnsQuestion> Asked { get; } = [];

    public static JsonZone Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }

    public static JsonZone From(JsonElement root)
    {
        var zone = new JsonZone();
        foreach (JsonProperty entry in root.EnumerateObject())
            zone.Add(entry.Name, entry.Value);
        return zone;
    }

    public JsonZone Add(DnsQuestion question, DnsAnswer answer)
    {
        _answers[question] = answer;
        if (answer.Status != DnsStatus.NxDomain)
            AddName(question.Name);
        return this;
    }

    public JsonZone AddTxt(string owner, params string[] texts) =>
        Add(new DnsQuestion(DomainName.Parse(owner), DnsRecordType.Txt), DnsAnswer.Of([.. texts.Select(DnsRecord.Txt)]));

    public DnsAnswer? Find(in DnsQuestion question)
    {
        Asked.Enqueue(question);
        if (_answers.TryGetValue(question, out DnsAnswer? answer))
            return answer;
        if (_answers.TryGetValue(new DnsQuestion(question.Name, DnsRecordType.Cname), out DnsAnswer? alias)
            && alias.Status == DnsStatus.Success && alias.Records[0].Target is { } target && target != question.Name)
            return Find(new DnsQuestion(target, question.Type)) is { } found ? found with { Aliases = [target, .. found.Aliases] } : null;
        return _everything ?? (_names.Contains(question.Name) ? DnsAnswer.NoData : DnsAnswer.NxDomain);
    }

    /// <summary>The same world as a master file, closed: what is not in it is absent.</summary>
    public string ToMasterFile()
    {
        using var stream = new MemoryStream();
        ZoneWriter.Write(stream, _answers.Select(a => new RecordedAnswer(a.Key, a.Value, DateTimeOffset.UnixEpoch)));
        string partial = Encoding.UTF8.GetString(stream.ToArray());
        IEnumerable<string> lines = partial.Split('\n').Where(l => l != ";bulkverify partial");
        return string.Join('\n', lines.Concat(_namesOnly.Select(n => $"{n}. IN NS .\n")).Concat(EverythingElse()));
    }

    /// <summary>"*": the types that a name lacks, and by wildcards the names below it, of each name that exists and of the root.</summary>
    private IEnumerable<string> EverythingElse()
    {
        if (_everything is not { } answer)
            yield break;
        foreach (DnsRecordType type in Enum.GetValues<DnsRecordType>())
        {
            string directive(string owner) => $";bulkverify {answer.Status.ToString().ToLowerInvariant()} {owner}. {type.ToString().ToUpperInvariant()}";
            yield return directive("*");
            foreach (DomainName name in _names)
            {
                yield return directive($"*.{name}");
                if (!_answers.ContainsKey(new DnsQuestion(name, type)))
                    yield return directive(name.ToString());
            }
        }
    }

    private void AddName(DomainName owner)
    {
        for (DomainName? name = owner; name is not null; name = name.Parent)
            _names.Add(name);
    }

    private void Add(string key, JsonElement value)
    {
        DnsAnswer? error = value.ValueKind == JsonValueKind.Object ? ErrorOf(value.GetProperty("error").GetString()!) : null;
        if (key == "*")
        {
            _everything = error ?? throw new FormatException("\"*\" stands for an error");
            return;
        }
        int space = key.LastIndexOf(' ');
        if (DomainName.TryParse(key.AsSpan(0, space)) is not { } owner)
            return;
        if (!Enum.TryParse(key[(space + 1)..], ignoreCase: true, out DnsRecordType type))
        {
            // A type that nothing asks for makes its name exist.
            AddName(owner);
            _namesOnly.Add(owner);
            return;
        }
        Add(new DnsQuestion(owner, type), error ?? DnsAnswer.Of([.. value.EnumerateArray().Select(v => RecordOf(type, v))]));
    }

    private static DnsAnswer ErrorOf(string word) => word switch
    {
        "TIMEOUT" => DnsAnswer.Timeout,
        "SERVFAIL" or "REFUSED" => DnsAnswer.ServFail,
        "NXDOMAIN" => DnsAnswer.NxDomain,
        "NODATA" => DnsAnswer.NoData,
        _ => throw new FormatException($"unknown DNS error '{word}'"),
    };

    private static DnsRecord RecordOf(DnsRecordType type, JsonElement value)
    {
        if (type == DnsRecordType.Txt)
            return DnsRecord.Txt(value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Select(v => v.GetString())) : value.GetString()!);
        string text = value.GetString()!;
        return type switch
        {
            DnsRecordType.A or DnsRecordType.Aaaa => DnsRecord.Of(IPAddress.Parse(text)),
            DnsRecordType.Mx => MxOf(text),
            DnsRecordType.Ptr => DnsRecord.Ptr(DomainName.Parse(text)),
            _ => DnsRecord.Cname(DomainName.Parse(text)),
        };
    }

    private static DnsRecord MxOf(string text)
    {
        string[] parts = text.Split(' ', 2);
        return DnsRecord.Mx(ushort.Parse(parts[0], CultureInfo.InvariantCulture), DomainName.TryParse(parts[1].AsSpan()));
    }
}
