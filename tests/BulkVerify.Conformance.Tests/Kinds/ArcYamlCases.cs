using System.Text;
using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.Evaluation.Arc;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Kinds;

/// <summary>ValiMail's ARC suite: messages with their chain validation status.</summary>
internal sealed class ArcYamlCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        byte[] message = Encoding.UTF8.GetBytes(tested.Data.GetProperty("test").GetProperty("message").GetString()!);
        ArcVerdict verdict = ArcCases.Validate(message, null, ZoneOf(tested.Data.GetProperty("zone")));
        string expected = Expected(tested);
        Assert.True(expected == verdict.Result.ToWord(), $"expected {expected}, found {verdict.Result.ToWord()} ({verdict.Reason})");
    }

    public static string Expected(ConformanceCase tested) =>
        tested.Data.GetProperty("test").GetProperty("cv").GetString() switch { "" or null => "fail", { } word => word.ToLowerInvariant() };

    public static JsonZone ZoneOf(JsonElement records)
    {
        var zone = new JsonZone();
        foreach (JsonProperty record in records.EnumerateObject())
            zone.AddTxt(record.Name, record.Value.GetString()!.ReplaceLineEndings("").Trim());
        return zone;
    }
}
