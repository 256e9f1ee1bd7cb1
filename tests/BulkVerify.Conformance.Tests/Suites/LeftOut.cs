namespace BulkVerify.Conformance.Suites;

/// <summary>Cases whose expectation is not what the standards say, each with the reason.</summary>
public static class LeftOut
{
    public static readonly IReadOnlyDictionary<string, string> Cases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["arc-valimail/ams_fields_c_na"] = "RFC 6376 §3.5: without c= a signature is simple/simple; the case was signed relaxed and expects a pass",
    };

    /// <summary>The reason for a case; ids of YAML documents match by the test's name.</summary>
    public static string? Reason(ConformanceCase tested) =>
        Cases.GetValueOrDefault(tested.Id) ?? Cases.GetValueOrDefault($"{tested.Suite}/{tested.Id[(tested.Id.IndexOf('-', tested.Suite.Length) + 1)..]}");
}
