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
        var zone = new JsonZone();
        foreach (JsonProperty record in tested.Data.GetProperty("zone").EnumerateObject())
            zone.AddTxt(record.Name, record.Value.GetString()!.ReplaceLineEndings("").Trim());
        JsonElement test = tested.Data.GetProperty("test");
        ArcVerdict verdict = ArcCases.Validate(Encoding.UTF8.GetBytes(test.GetProperty("message").GetString()!), null, zone);
        string expected = test.GetProperty("cv").GetString() switch { "" or null => "fail", { } word => word.ToLowerInvariant() };
        Assert.True(expected == verdict.Result.ToWord(), $"expected {expected}, found {verdict.Result.ToWord()} ({verdict.Reason})");
    }
}
