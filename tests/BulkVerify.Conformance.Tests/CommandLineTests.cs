using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance;

/// <summary>The cases once more, as a user would put them: bulkverify explain --json.</summary>
public class CommandLineTests
{
    private const int StartedPerSuite = 2;

    public static TheoryData<string> Suites => SuiteDiscovery.Cases.Count == 0 ? ["none"] : [.. SuiteDiscovery.Cases.Values.Select(c => c.Suite).Distinct()];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Explain_gives_the_verdicts_of_the_suite(string suite)
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        int passed = 0;
        List<string> failed = [];
        foreach (ConformanceCase tested in SuiteDiscovery.Cases.Values.Where(c => c.Suite == suite))
        {
            try
            {
                if (SuiteRunner.RunByCommandLine(tested))
                    passed++;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed.Add($"{tested.Id}: {e.Message}");
            }
        }
        TestContext.Current.SendDiagnosticMessage($"{suite}, by command line: {passed}/{passed + failed.Count}");
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.SkipWhen(passed == 0, $"No case of {suite} has a message.");
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task The_executable_gives_them_too(string suite)
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        int started = 0;
        foreach (ConformanceCase tested in SuiteDiscovery.Cases.Values.Where(c => c.Suite == suite))
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("bulkverify-case-");
            try
            {
                if (CommandLineCase.Of(tested, folder.FullName) is not { } line)
                    continue;
                line.Check(JsonDocument.Parse(await Commands.StartAsync(line.Arguments)).RootElement);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
            if (++started == StartedPerSuite)
                return;
        }
        Assert.SkipWhen(started == 0, $"No case of {suite} has a message.");
    }
}
