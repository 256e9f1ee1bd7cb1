using BulkVerify.Conformance.Suites;
using BulkVerify.Conformance.Tables;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance;

/// <summary>tests/CONFORMANCE.md says what the tests say, and README what it says.</summary>
public class ConformanceTableTests
{
    private const string HowTo = "tests/CONFORMANCE.md is not what the tests say. Write it anew: BULKVERIFY_WRITE_TABLES=1 dotnet test tests/BulkVerify.Conformance.Tests --filter ConformanceTable";

    private static readonly string FileName = Path.Combine(SharedData.RepositoryRoot, "tests", "CONFORMANCE.md");

    private static readonly bool Writes = Environment.GetEnvironmentVariable("BULKVERIFY_WRITE_TABLES") == "1";

    [Fact]
    public void The_table_of_sections_is_that_of_the_tests()
    {
        if (Writes)
            File.WriteAllText(FileName, ConformanceTable.Write(SharedData.Conformance is null ? Kept() : [.. Suites().Select(s => SuiteRunner.Total(s.Key, [.. s]))], HeldSections.Find()));
        string kept = File.ReadAllText(FileName);
        Assert.True(kept == ConformanceTable.Write(Kept(), HeldSections.Find()), HowTo);
    }

    [Fact]
    public void The_totals_are_those_of_the_suites()
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        // A suite with another number of cases is another edition of it.
        Dictionary<string, SuiteTotal> kept = Kept().ToDictionary(t => t.Suite);
        SuiteTotal[] found = [.. Suites().Where(s => kept.TryGetValue(s.Key, out SuiteTotal? known) && known.Cases == s.Count()).Select(s => SuiteRunner.Total(s.Key, [.. s]))];
        Assert.SkipWhen(found.Length == 0, "None of the suites at hand is in tests/CONFORMANCE.md.");
        Assert.All(found, total => Assert.True(total == kept[total.Suite], $"{total} was {kept[total.Suite]}. {HowTo}"));
    }

    [Fact]
    public void README_has_the_totals()
    {
        string[] readme = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "README.md"));
        Assert.All(Kept(), total => Assert.True(
            readme.Contains($"| {total.Suite} | {total.Passed} / {total.Cases - total.LeftOut} | {(total.LeftOut == 0 ? "" : total.LeftOut)} |"), $"README.md lacks the line of {total}"));
    }

    private static List<SuiteTotal> Kept() => [.. File.ReadLines(FileName).Select(SuiteTotal.TryParse).OfType<SuiteTotal>()];

    private static IEnumerable<IGrouping<string, ConformanceCase>> Suites() =>
        SuiteDiscovery.Cases.Values.GroupBy(c => c.Suite, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
}
