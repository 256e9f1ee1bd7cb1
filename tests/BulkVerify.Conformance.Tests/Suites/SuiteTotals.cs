using System.Collections.Concurrent;
using System.Globalization;
using BulkVerify.Conformance.Suites;
using BulkVerify.TestKit;

[assembly: AssemblyFixture(typeof(SuiteTotals))]

namespace BulkVerify.Conformance.Suites;

/// <summary>Counts outcomes by suite and prints them when all tests are done; the same lines go to .artifacts/conformance.txt.</summary>
public sealed class SuiteTotals : IDisposable
{
    private static readonly ConcurrentDictionary<string, (bool Passed, string? Skipped)> Outcomes = new(StringComparer.Ordinal);

    public static void Record(ConformanceCase tested, bool passed, string? skipped) => Outcomes[tested.Id] = (passed, skipped);

    public void Dispose()
    {
        if (Outcomes.IsEmpty)
            return;
        string[] lines = [.. SuiteDiscovery.Cases.Values.Where(c => Outcomes.ContainsKey(c.Id)).GroupBy(c => c.Suite, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Line)];
        string folder = Path.Combine(SharedData.RepositoryRoot, ".artifacts");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "conformance.txt"), lines);
        foreach (string line in lines)
            TestContext.Current.SendDiagnosticMessage(line);
    }

    private static string Line(IGrouping<string, ConformanceCase> suite)
    {
        (bool Passed, string? Skipped)[] outcomes = [.. suite.Select(c => Outcomes[c.Id])];
        string[] reasons = [.. outcomes.Where(o => o.Skipped is not null).Select(o => o.Skipped!).Distinct(StringComparer.Ordinal)];
        string skipped = reasons.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (skipped {outcomes.Count(o => o.Skipped is not null)}: {string.Join("; ", reasons)})");
        return string.Create(CultureInfo.InvariantCulture, $"{suite.Key}: {outcomes.Count(o => o.Passed)}/{outcomes.Length - outcomes.Count(o => o.Skipped is not null)}{skipped}");
    }
}
