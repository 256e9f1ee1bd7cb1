using System.Text.Json;
using System.Text.RegularExpressions;

namespace BulkVerify.Conformance.Suites;

/// <summary>test_psl.txt: checkPublicSuffix('input', 'registrable domain' | null).</summary>
internal static partial class PublicSuffixSuite
{
    public static IEnumerable<ConformanceCase> Read(string suite, string folder, string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (Call().Match(line) is not { Success: true } call)
                continue;
            string? input = call.Groups["input"].Success ? call.Groups["input"].Value : null;
            string? expected = call.Groups["expected"].Success ? call.Groups["expected"].Value : null;
            JsonElement data = JsonSerializer.SerializeToElement(new { input, expected });
            yield return new ConformanceCase($"{suite}/{number}", suite, "psl", folder, data);
        }
    }

    [GeneratedRegex(@"^checkPublicSuffix\((?:null|'(?<input>[^']*)'), (?:null|'(?<expected>[^']*)')\);")]
    private static partial Regex Call();
}
