using System.Text.Json;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Suites;

/// <summary>Finds every suite below the conformance folder: cases.jsonl, and the native formats.</summary>
public static class SuiteDiscovery
{
    private static readonly Lazy<IReadOnlyDictionary<string, ConformanceCase>> All = new(() => Discover().ToDictionary(c => c.Id, StringComparer.Ordinal));

    /// <summary>Cases by id; empty when the folder is absent.</summary>
    public static IReadOnlyDictionary<string, ConformanceCase> Cases => All.Value;

    private static IEnumerable<ConformanceCase> Discover()
    {
        if (SharedData.Conformance is not { } root)
            yield break;
        foreach (string folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root).Order(StringComparer.Ordinal))
        {
            string suite = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
            foreach (ConformanceCase found in CasesOf(suite, folder))
                yield return found;
        }
    }

    private static IEnumerable<ConformanceCase> CasesOf(string suite, string folder)
    {
        string lines = Path.Combine(folder, "cases.jsonl");
        IEnumerable<ConformanceCase> cases = File.Exists(lines) ? File.ReadLines(lines).Where(l => l.Length > 0).Select(l => FromLine(suite, folder, l)) : [];
        foreach (string yaml in Directory.EnumerateFiles(folder, "*.yml").Order(StringComparer.Ordinal))
        {
            // The edition of RFC 4408 is history: 15 of its results are not those of RFC 7208.
            if (!Path.GetFileName(yaml).StartsWith("rfc4408", StringComparison.Ordinal))
                cases = cases.Concat(YamlSuite.Read(suite, folder, yaml));
        }
        string suffixes = Path.Combine(folder, "test_psl.txt");
        return File.Exists(suffixes) ? cases.Concat(PublicSuffixSuite.Read(suite, folder, suffixes)) : cases;
    }

    private static ConformanceCase FromLine(string suite, string folder, string line)
    {
        JsonElement data = JsonDocument.Parse(line).RootElement;
        return new ConformanceCase(data.GetProperty("id").GetString()!, suite, data.GetProperty("kind").GetString()!, folder, data);
    }
}
