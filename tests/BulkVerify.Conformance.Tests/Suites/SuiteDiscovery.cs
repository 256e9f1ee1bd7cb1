using System.Text.Json;
using BulkVerify.TestKit;
using YamlDotNet.Core;

namespace BulkVerify.Conformance.Suites;

/// <summary>Finds every suite below the conformance folder: cases.jsonl, and the native formats. What cannot be read becomes a case that fails.</summary>
public static class SuiteDiscovery
{
    /// <summary>Kind of what stands for a line or file that cannot be read; its data is the message.</summary>
    public const string Unreadable = "unreadable";

    private static readonly Lazy<IReadOnlyDictionary<string, ConformanceCase>> All = new(() => ById(Discover()));

    /// <summary>Cases by id; empty when the folder is absent.</summary>
    public static IReadOnlyDictionary<string, ConformanceCase> Cases => All.Value;

    /// <summary>Indexes cases; an id that comes again gets "#2" and so on, so that no case is lost.</summary>
    public static IReadOnlyDictionary<string, ConformanceCase> ById(IEnumerable<ConformanceCase> cases)
    {
        Dictionary<string, ConformanceCase> byId = new(StringComparer.Ordinal);
        foreach (ConformanceCase found in cases)
        {
            ConformanceCase named = found;
            for (int copy = 2; !byId.TryAdd(named.Id, named); copy++)
                named = found with { Id = $"{found.Id}#{copy}" };
        }
        return byId;
    }

    /// <summary>Cases of one folder.</summary>
    public static IEnumerable<ConformanceCase> CasesOf(string suite, string folder)
    {
        IEnumerable<ConformanceCase> cases = [];
        string lines = Path.Combine(folder, "cases.jsonl");
        if (File.Exists(lines))
            cases = File.ReadLines(lines).Index().Where(l => !string.IsNullOrWhiteSpace(l.Item)).Select(l => FromLine(suite, folder, l.Index + 1, l.Item));
        foreach (string yaml in Directory.EnumerateFiles(folder).Where(IsYaml).Order(StringComparer.Ordinal))
            cases = cases.Concat(FromYaml(suite, folder, yaml));
        string suffixes = Path.Combine(folder, "test_psl.txt");
        return File.Exists(suffixes) ? cases.Concat(PublicSuffixSuite.Read(suite, folder, suffixes)) : cases;
    }

    private static IEnumerable<ConformanceCase> Discover()
    {
        if (SharedData.Conformance is not { } root)
            yield break;
        foreach (string folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root).Order(StringComparer.Ordinal))
        {
            string suite = folder == root ? Path.GetFileName(root) : Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
            foreach (ConformanceCase found in CasesOf(suite, folder))
                yield return found;
        }
    }

    // The edition of RFC 4408 is history: 15 of its results are not those of RFC 7208.
    private static bool IsYaml(string path) =>
        Path.GetExtension(path) is ".yml" or ".yaml" && !Path.GetFileName(path).StartsWith("rfc4408", StringComparison.Ordinal);

    private static ConformanceCase FromLine(string suite, string folder, int number, string line)
    {
        try
        {
            JsonElement data = JsonDocument.Parse(line).RootElement;
            return new ConformanceCase(data.GetProperty("id").GetString()!, suite, data.GetProperty("kind").GetString()!, folder, data);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Failed(suite, folder, $"cases.jsonl:{number}", e);
        }
    }

    private static List<ConformanceCase> FromYaml(string suite, string folder, string path)
    {
        try
        {
            return [.. YamlSuite.Read(suite, folder, path)];
        }
        catch (YamlException e)
        {
            return [Failed(suite, folder, $"{Path.GetFileName(path)}:{e.Start.Line}", e)];
        }
    }

    private static ConformanceCase Failed(string suite, string folder, string place, Exception error) =>
        new($"{suite}/{place}", suite, Unreadable, folder, JsonSerializer.SerializeToElement(error.Message));
}
