namespace BulkVerify.Conformance.Suites;

/// <summary>Cases whose expectation is not what the standards say, each with the reason.</summary>
public static class LeftOut
{
    public static readonly IReadOnlyDictionary<string, string> Cases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
    };

    /// <summary>The reason for a case; ids of YAML documents match by the test's name.</summary>
    public static string? Reason(ConformanceCase tested) =>
        Cases.GetValueOrDefault(tested.Id) ?? Cases.GetValueOrDefault($"{tested.Suite}/{tested.Id[(tested.Id.IndexOf('-', tested.Suite.Length) + 1)..]}");
}
