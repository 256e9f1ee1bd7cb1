using System.Text;
using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind authres: the value of one Authentication-Results field, its id, and each result with its properties in order. A word that no RFC registers ends with "?".</summary>
internal sealed class AuthResultsCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        JsonElement expect = tested.Data.GetProperty("expect");
        var reader = new AuthResultsReader(Encoding.UTF8.GetBytes(tested.Input.GetProperty("field").GetString()!), arc: tested.Input.TryGetProperty("arc", out JsonElement arc) && arc.GetBoolean());
        var found = new List<string[]>();
        while (reader.MoveNext())
            found.Add([$"{Text(reader.Method)}={Text(reader.Word)}{(reader.Result is null ? "?" : "")}", .. PropertiesOf(reader.Properties)]);
        Assert.Equal(expect.GetProperty("id").GetString(), Text(reader.AuthservId));
        Assert.Equal(expect.GetProperty("results").EnumerateArray().Select(r => r.EnumerateArray().Select(p => p.GetString()!).ToArray()), found);
        Assert.Equal(expect.TryGetProperty("defects", out JsonElement defects) ? defects.GetString() : "None", reader.Defects.ToString());
        if (expect.TryGetProperty("instance", out JsonElement instance))
            Assert.Equal(instance.GetInt32(), reader.Instance);
    }

    private static List<string> PropertiesOf(AuthPropertyReader properties)
    {
        var texts = new List<string>();
        while (properties.MoveNext())
            texts.Add($"{Text(properties.Type)}{(properties.Type.IsEmpty ? "" : ".")}{Text(properties.Name)}={Text(properties.Value)}");
        return texts;
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.UTF8.GetString(octets);
}
