using System.Text.Json;

namespace BulkVerify.Conformance.Suites;

/// <summary>One case of a suite.</summary>
/// <param name="Id">suite/name, unique.</param>
/// <param name="Folder">Folder of the suite, which the paths in the case are relative to.</param>
/// <param name="Data">The case as written; native formats are brought into an object of their own shape.</param>
public sealed record ConformanceCase(string Id, string Suite, string Kind, string Folder, JsonElement Data)
{
    public JsonElement Input => Data.GetProperty("input");

    public JsonElement? Expect(string name) => Data.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>Bytes of a file of the suite named by a property.</summary>
    public byte[] ReadFile(string property) => File.ReadAllBytes(Path.Combine(Folder, Data.GetProperty(property).GetString()!));

    /// <summary>The zone of the case: inline, or a file of the suite.</summary>
    public TestKit.JsonZone Zone()
    {
        JsonElement dns = Data.GetProperty("dns");
        return dns.ValueKind == JsonValueKind.String
            ? TestKit.JsonZone.Parse(File.ReadAllText(Path.Combine(Folder, dns.GetString()!)))
            : TestKit.JsonZone.From(dns);
    }

    public override string ToString() => Id;
}
