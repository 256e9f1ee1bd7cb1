using System.Text.Json;
using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Reads the fields of one entry of a vendor file. Reports what is wrong with each and goes on, so that one run shows all errors.</summary>
/// <param name="fail">Told the field and what is wrong with it.</param>
/// <param name="pattern">Makes a pattern of an expression; null for a wrong one.</param>
internal sealed class VendorFieldReader(Action<string, string> fail, Func<string, ValuePattern?> pattern)
{
    /// <summary>Items of one list.</summary>
    public const int MaxItems = 1000;

    private const int MaxTextLength = 500;
    private const int MaxHeaderNameLength = 76;
    private const string DomainList = "must be a list of domain names such as \"mail.acme.com\" or \"m{n}.acme.com\"";
    private const string HeaderList = "must be a list of objects such as {\"name\": \"X-Acme-Id\"}, with an optional \"value\" (a regular expression) and \"side\" (\"sender\" or \"either\")";
    private const string ReturnPathObject = "must be an object with \"type\" (\"CNAME\", or \"MX\" with the include of its SPF record in \"spf\"), \"name\" and \"target\", a domain name of the vendor";
    private const string Expression = "must be a regular expression without look-around and back references";

    private static readonly string[] KnownModes = ["external", "internal", "do-not-integrate"];
    private static readonly string[] KnownAlignments = ["strict", "relaxed", "conditional", "no"];

    /// <summary>True once a field was wrong.</summary>
    public bool Failed { get; private set; }

    public Vendor Apply(Vendor vendor, JsonProperty property)
    {
        string name = property.Name;
        JsonElement value = property.Value;
        return name switch
        {
            "id" => vendor,
            "name" => vendor with { Name = Text(name, value) },
            "category" => vendor with { Category = Text(name, value) },
            "home" => vendor with { Home = Text(name, value) },
            "modes" => vendor with { Modes = Words(name, value, KnownModes) },
            "runsOn" => vendor with { RunsOn = Strings(name, value, "must be a list of ids such as \"sendgrid\"", _ => true) },
            "spf" => vendor with { SpfIncludes = Domains(name, value) },
            "mailFrom" => vendor with { MailFromDomains = Strings(name, value, DomainList, text => IsDomain(text, customerToo: true)) },
            "dkim" => vendor with { DkimDomains = Domains(name, value) },
            "selectors" => vendor with { Selectors = Selectors(name, value) },
            "commonSelectors" => vendor with { CommonSelectors = Selectors(name, value) },
            "keyTargets" => vendor with { KeyTargets = Domains(name, value) },
            "sharedKeys" => vendor with { SharedKeys = List(name, value, "must be a list of {\"selector\": ..., \"bits\": ..., \"sha256\": 64 lower-case hexadecimal digits}", SharedKeyOf) },
            "hosts" => vendor with { HostNames = Domains(name, value) },
            "headers" => vendor with { Headers = List(name, value, HeaderList, e => HeaderOf(vendor.Id, e)) },
            "feedbackId" => vendor with { FeedbackId = Pattern(name, value) },
            "unsubscribe" => vendor with { UnsubscribeHosts = Domains(name, value) },
            "customMailFrom" => vendor with { SupportsCustomMailFrom = Bool(name, value) },
            "mailFromAlignment" => vendor with { MailFromAlignment = Word(name, value, KnownAlignments) },
            "returnPath" => vendor with { ReturnPath = ReturnPath(name, value) },
            "customDkim" => vendor with { SupportsCustomDkim = Bool(name, value) },
            "keyRecord" => vendor with { KeyRecord = Text(name, value) },
            "keyBits" => vendor with { KeyBits = [.. List(name, value, "must be a list of key sizes such as 2048", KeySize).OfType<int>()] },
            "setup" => vendor with { Setup = Text(name, value) },
            _ => Fail(vendor, name, "is no field of an entry"),
        };
    }

    private T Fail<T>(T result, string field, string detail)
    {
        Failed = true;
        fail(field, detail);
        return result;
    }

    private string Text(string field, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxTextLength } text && !text.Any(char.IsControl)
            ? text
            : Fail("", field, $"must be a text of 1 to {MaxTextLength} characters");

    private bool? Bool(string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => Fail<bool?>(null, field, "must be true or false"),
    };

    private string Word(string field, JsonElement value, string[] known) =>
        value.ValueKind == JsonValueKind.String && known.Contains(value.GetString())
            ? value.GetString()!
            : Fail("", field, $"must be one of {Quoted(known)}");

    private IReadOnlyList<string> Words(string field, JsonElement value, string[] known) => Strings(field, value, $"must be a list of {Quoted(known)}", known.Contains);

    private IReadOnlyList<string> Domains(string field, JsonElement value) => Strings(field, value, DomainList, text => IsDomain(text, customerToo: false));

    private IReadOnlyList<string> Selectors(string field, JsonElement value) =>
        Strings(field, value, "must be a list of names such as \"s1\" or \"acme{n}\"", text => NamePattern.Parse(text) is not null && HasLiteral(text));

    private IReadOnlyList<string> Strings(string field, JsonElement value, string demand, Func<string, bool> isValid) =>
        List(field, value, demand, e => e.ValueKind == JsonValueKind.String && isValid(e.GetString()!) ? e.GetString() : null);

    private ValuePattern? Pattern(string field, JsonElement value) =>
        (value.ValueKind == JsonValueKind.String ? pattern(value.GetString()!) : null) ?? Fail<ValuePattern?>(null, field, Expression);

    private T[] List<T>(string field, JsonElement value, string demand, Func<JsonElement, T?> read)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxItems)
            return Fail<T[]>([], field, demand);
        var items = new List<T>(value.GetArrayLength());
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (read(element) is not { } item)
                return Fail<T[]>([], field, demand);
            items.Add(item);
        }
        return [.. items];
    }

    private static int? KeySize(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int bits) && bits is >= 256 and <= 65536 ? bits : null;

    private static SharedKey? SharedKeyOf(JsonElement value) =>
        Member(value, "selector") is { Length: > 0 } selector
        && value.TryGetProperty("bits", out JsonElement bits) && bits.ValueKind == JsonValueKind.Number && bits.TryGetInt32(out int size)
        && Member(value, "sha256") is { Length: 64 } hash && hash.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0
            ? new SharedKey(selector, size, hash)
            : null;

    private HeaderFingerprint? HeaderOf(string owner, JsonElement value)
    {
        // RFC 5322 §3.6.8: printable US-ASCII except colon.
        if (Member(value, "name") is not { Length: > 0 and <= MaxHeaderNameLength } name || name.Any(c => c is < '!' or > '~' or ':'))
            return null;
        ValuePattern? wanted = null;
        if (value.TryGetProperty("value", out _) && (wanted = pattern(Member(value, "value") ?? "")) is null)
            return null;
        bool receiversToo = Member(value, "side") == "either";
        bool isSideKnown = !value.TryGetProperty("side", out _) || receiversToo || Member(value, "side") == "sender";
        return isSideKnown ? new HeaderFingerprint(owner, name, wanted, receiversToo) : null;
    }

    private ReturnPathRecord? ReturnPath(string field, JsonElement value)
    {
        string include = Member(value, "spf") ?? "";
        bool isWhole = Member(value, "type") is "MX" ? IsDomain(include, customerToo: false) : Member(value, "type") is "CNAME" && include.Length == 0;
        return isWhole && Member(value, "name") is { Length: > 0 } name && Member(value, "target") is { } target && IsDomain(target, customerToo: false)
            ? new ReturnPathRecord(Member(value, "type")!, name, target, include)
            : Fail<ReturnPathRecord?>(null, field, ReturnPathObject);
    }

    private static string? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>The last two labels say whose name it is: the last is literal, and the one before has text beside a placeholder.</summary>
    private static bool IsDomain(string text, bool customerToo)
    {
        if (NamePattern.Parse(text) is not { } patterns)
            return false;
        foreach (NamePattern pattern in patterns)
        {
            string[] labels = pattern.Source.Split('.');
            bool isOwn = labels.Length > 1 && !labels[^1].Contains('{') && HasLiteral(labels[^2]);
            if (!isOwn && !(customerToo && pattern.EndsInCustomerDomain && labels.Length > 1 && HasLiteral(labels[0])))
                return false;
        }
        return true;
    }

    private static bool HasLiteral(string pattern)
    {
        int depth = 0;
        foreach (char c in pattern)
        {
            if (depth == 0 && char.IsAsciiLetterOrDigit(c))
                return true;
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return false;
    }

    private static string Quoted(string[] words) => string.Join(", ", words.Select(w => $"\"{w}\""));
}
