using System.Globalization;
using System.Text.Json;
using BulkVerify.Claims;

namespace BulkVerify.Conformance.Suites;

/// <summary>A case as the arguments of bulkverify explain, and what its answer must say. Its message and its zone are written into a folder of its own.</summary>
/// <param name="Arguments">All words after "bulkverify".</param>
/// <param name="Check">Throws when the JSON says something else than the case expects.</param>
internal sealed record CommandLineCase(string[] Arguments, Action<JsonElement> Check)
{
    /// <summary>Null for cases that the command line cannot put: without an expectation of its own, and without message (a file without any header field is none).</summary>
    public static CommandLineCase? Of(ConformanceCase tested, string folder)
    {
        if (LeftOut.Reason(tested) is not null || CheckOf(tested) is not { } check || MessageOf(tested) is not { } message || !HasFields(message))
            return null;
        string file = Path.Combine(folder, "message.eml"), zone = Path.Combine(folder, "dns.zone");
        File.WriteAllBytes(file, message);
        File.WriteAllText(zone, ZoneOf(tested).ToMasterFile());
        List<string> arguments = ["explain", file, "--dns", zone, "--json", "--rules", "both"];
        if (tested.Kind is "dkim" or "arc" or "dmarc")
            arguments.AddRange(["--as-of", DateTimeOffset.FromUnixTimeSeconds(tested.Now).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)]);
        foreach ((string option, string[] names) in (ReadOnlySpan<(string, string[])>)[("--client-ip", ["ip", "host"]), ("--helo", ["helo"]), ("--mail-from", ["mailfrom"])])
        {
            string? value = names.Select(n => Input(tested, n)).FirstOrDefault(v => v is { ValueKind: JsonValueKind.String })?.GetString();
            if (value is not null)
                arguments.AddRange([option, option == "--mail-from" && value.Length == 0 ? "<>" : value]);
        }
        return new CommandLineCase([.. arguments], check);
    }

    private static JsonElement? Input(ConformanceCase tested, string name)
    {
        JsonElement input = tested.Data.TryGetProperty("input", out JsonElement given) ? given : tested.Data.GetProperty("test");
        return input.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    private static byte[]? MessageOf(ConformanceCase tested) => tested.Kind switch
    {
        "dkim" or "arc" or "dmarc" => tested.HasMessage ? tested.Message() : null,
        "arc-yaml" => System.Text.Encoding.UTF8.GetBytes(tested.Data.GetProperty("test").GetProperty("message").GetString()!),
        // SPF asks for the envelope only.
        "spf" or "spf-yaml" => "From: author@unrelated.example\r\nSubject: x\r\n\r\nbody\r\n"u8.ToArray(),
        _ => null,
    };

    private static bool HasFields(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return headers.Count > 0;
    }

    private static TestKit.JsonZone ZoneOf(ConformanceCase tested) => tested.Kind switch
    {
        "arc-yaml" => Kinds.ArcYamlCases.ZoneOf(tested.Data.GetProperty("zone")),
        "spf-yaml" => Kinds.SpfYamlCases.ZoneOf(tested.Data.GetProperty("zone")),
        _ => tested.Zone(),
    };

    private static Action<JsonElement>? CheckOf(ConformanceCase tested) => tested.Kind switch
    {
        "dkim" when (tested.Expect("expect_strict") ?? Kinds.DkimCases.OwnOf(tested.Expect("expect"))) is { } strict => json => CheckDkim(strict, json),
        "arc" => json => CheckClass(Kinds.ArcCases.ExpectedClass(tested), Word(json, "arc")),
        "arc-yaml" => json => Assert.Equal(Kinds.ArcYamlCases.Expected(tested), Word(json, "arc")),
        "spf" => json => Assert.Contains(Word(json, Kinds.SpfCases.IsHelo(tested) ? "helo" : "spf"), Kinds.SpfCases.Accepted(tested)),
        "spf-yaml" => json => Assert.Contains(Word(json, "spf"), Kinds.SpfYamlCases.Accepted(tested)),
        "dmarc" when IsEndToEnd(tested) => json => CheckDmarc(tested, json),
        _ => null,
    };

    /// <summary>True when the message tells all that the case judges: results that are given besides cannot be put on a command line.</summary>
    private static bool IsEndToEnd(ConformanceCase tested) => Input(tested, "end_to_end") is { ValueKind: JsonValueKind.True }
        || (IsNothing(Input(tested, "dkim")) && IsNothing(Input(tested, "spf")));

    private static bool IsNothing(JsonElement? given) =>
        given is not { } value || value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static string Word(JsonElement json, string part) => json.GetProperty(part).GetProperty("result").GetString()!;

    private static void CheckClass(string expected, string found) => Assert.Equal(expected == "fail" ? "notpass" : expected, found is "pass" or "none" ? found : "notpass");

    private static void CheckDkim(JsonElement strict, JsonElement json)
    {
        string[] results = [.. json.GetProperty("dkim").EnumerateArray().Select(s => s.GetProperty("result").GetString()!)];
        Assert.Equal(strict.GetProperty("class").GetString(), Kinds.DkimCases.ClassOf(results));
        if (!strict.TryGetProperty("signatures", out JsonElement signatures))
            return;
        foreach (JsonElement expected in signatures.EnumerateArray())
            Assert.Contains(results[expected.GetProperty("index").GetInt32()], Kinds.DkimCases.AcceptedOf(expected));
    }

    private static void CheckDmarc(ConformanceCase tested, JsonElement json)
    {
        foreach ((string name, string part) in (ReadOnlySpan<(string, string)>)[("expect_9989", "dmarc"), ("expect_7489", "dmarc7489")])
        {
            if (tested.Expect(name) is not { ValueKind: JsonValueKind.Object } expected)
                continue;
            JsonElement found = json.GetProperty(part);
            string[] accepted = expected.TryGetProperty("accept", out JsonElement accept) ? [.. accept.EnumerateArray().Select(a => a.GetString()!)] : [expected.GetProperty("result").GetString()!];
            Assert.Contains(found.GetProperty("result").GetString(), accepted);
            foreach ((string fact, string shown) in (ReadOnlySpan<(string, string)>)[("policy", "policy"), ("effective_policy", "effective_policy"), ("policy_domain", "policy_domain"), ("org_domain", "organizational_domain")])
            {
                if (expected.TryGetProperty(fact, out JsonElement value))
                    Assert.Equal($"{fact} {value.GetString()}", $"{fact} {found.GetProperty(shown).GetString()}");
            }
        }
    }
}
