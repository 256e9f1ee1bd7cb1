using System.Text.Json;
using BulkVerify.Conformance.Kinds;
using BulkVerify.Conformance.Tables;

namespace BulkVerify.Conformance.Suites;

/// <summary>Runs one case; an assertion tells what is wrong.</summary>
internal static class SuiteRunner
{
    private static readonly Dictionary<string, ICaseKind> Kinds = new(StringComparer.Ordinal)
    {
        ["spf"] = new SpfCases(),
        ["spf-yaml"] = new SpfYamlCases(),
        ["dkim"] = new DkimCases(),
        ["arc"] = new ArcCases(),
        ["arc-yaml"] = new ArcYamlCases(),
        ["dmarc"] = new DmarcCases(),
        ["alignment"] = new AlignmentCases(),
        ["dmarc-record"] = new DmarcRecordCases(),
        ["from-domain"] = new FromDomainCases(),
        ["authres"] = new AuthResultsCases(),
        ["psl"] = new PublicSuffixCases(),
        ["canon"] = new CanonCases(),
        ["mbox"] = new MboxCases(),
        [SuiteDiscovery.Unreadable] = new UnreadableCases(),
    };

    /// <summary>Kinds that a suite may hold.</summary>
    public static IEnumerable<string> KindNames => Kinds.Keys.Where(k => k != SuiteDiscovery.Unreadable);

    /// <summary>Through the public API.</summary>
    public static void Run(ConformanceCase tested)
    {
        Assert.True(Kinds.TryGetValue(tested.Kind, out ICaseKind? kind), $"no runner for kind '{tested.Kind}'");
        kind.Run(tested);
    }

    /// <summary>Through the command line; false when the case cannot be put there.</summary>
    public static bool RunByCommandLine(ConformanceCase tested)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bulkverify-case-");
        try
        {
            if (CommandLineCase.Of(tested, folder.FullName) is not { } line)
                return false;
            line.Check(JsonDocument.Parse(Commands.Run(line.Arguments)).RootElement);
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Both ways for all cases of a suite.</summary>
    public static SuiteTotal Total(string suite, IReadOnlyList<ConformanceCase> cases)
    {
        ConformanceCase[] judged = [.. cases.Where(c => LeftOut.Reason(c) is null)];
        int byCommandLine = judged.Count(c => Holds(() => RunByCommandLine(c)));
        return new SuiteTotal(suite, cases.Count, judged.Count(c => Holds(() => Passes(c))), cases.Count - judged.Length, byCommandLine == 0 ? null : byCommandLine);
    }

    private static bool Passes(ConformanceCase tested)
    {
        Run(tested);
        return true;
    }

    private static bool Holds(Func<bool> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Its own test tells why.
            return false;
        }
    }
}
