using System.Text.Json;

namespace BulkVerify.Conformance.Suites;

/// <summary>One case of a suite.</summary>
/// <param name="Id">suite/name, unique.</param>
/// <param name="Folder">Folder of the suite, which the paths in the case are relative to.</param>
/// <param name="Data">The case as written; native formats are brought into an object of their own shape.</param>
public sealed record ConformanceCase(string Id, string Suite, string Kind, string Folder, JsonElement Data)
{
    private const long DefaultNow = 1_750_000_000;

    public JsonElement Input => Data.GetProperty("input");

    /// <summary>An expectation; null when it is absent or null.</summary>
    public JsonElement? Expect(string name) => Data.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Bytes of a file of the suite named by a property.</summary>
    public byte[] ReadFile(string property) => File.ReadAllBytes(Path.Combine(Folder, Data.GetProperty(property).GetString()!));

    /// <summary>True when the case has a message: the path of a file, or its bytes in base64.</summary>
    public bool HasMessage => Data.TryGetProperty("message", out _) || Data.TryGetProperty("message_b64", out _);

    /// <summary>Bytes of the message.</summary>
    public byte[] Message() => Data.TryGetProperty("message_b64", out JsonElement bytes) ? bytes.GetBytesFromBase64() : ReadFile("message");

    /// <summary>The clock of the case, in seconds of the Unix epoch; that of the shared suites when the case names none.</summary>
    public long Now => Data.TryGetProperty("input", out JsonElement input) && input.TryGetProperty("now", out JsonElement now) && now.ValueKind == JsonValueKind.Number ? now.GetInt64() : DefaultNow;

    /// <summary>The zone of the case: inline, or a file of the suite; without one nothing exists.</summary>
    public TestKit.JsonZone Zone()
    {
        if (!Data.TryGetProperty("dns", out JsonElement dns) || dns.ValueKind == JsonValueKind.Null)
            return TestKit.JsonZone.Parse("{}");
        return dns.ValueKind == JsonValueKind.String
            ? TestKit.JsonZone.Parse(File.ReadAllText(Path.Combine(Folder, dns.GetString()!)))
            : TestKit.JsonZone.From(dns);
    }

    public override string ToString() => Id;
}
