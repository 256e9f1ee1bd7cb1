using System.Globalization;
using System.Text;

namespace BulkVerify.Conformance.Tables;

/// <summary>The text of CONFORMANCE.md.</summary>
internal static class ConformanceTable
{
    private static readonly Dictionary<int, string> Titles = new()
    {
        [1035] = "Domain names: master files",
        [2308] = "Negative answers of the DNS",
        [2369] = "Mailing list header fields",
        [4155] = "The mbox format",
        [4592] = "Wildcards in the DNS",
        [5321] = "SMTP",
        [5322] = "Internet message format",
        [6376] = "DKIM",
        [7208] = "SPF",
        [7489] = "DMARC, the rules before RFC 9989",
        [7505] = "Null MX",
        [8058] = "One-click unsubscribe",
        [8301] = "DKIM algorithms and key sizes",
        [8463] = "Ed25519 in DKIM",
        [8601] = "Authentication-Results",
        [8616] = "Internationalized mail in SPF, DKIM and DMARC",
        [8617] = "ARC",
        [9989] = "DMARC",
    };

    /// <param name="totals">Lines of the suites.</param>
    /// <param name="held">In order.</param>
    public static string Write(IEnumerable<SuiteTotal> totals, IReadOnlyList<HeldSection> held)
    {
        var text = new StringBuilder();
        text.Append("""
            # Conformance

            Made from the tests by `BULKVERIFY_WRITE_TABLES=1 dotnet test tests/BulkVerify.Conformance.Tests`; a test compares it.

            ## Suites

            What each suite came to when it was last run; cases left out stand in `BulkVerify.Conformance.Tests/Suites/LeftOut.cs` with the section that says why.
            Cases with a message run a second time through `bulkverify explain --json`.

            | suite | cases | passed | left out | by command line |
            |---|--:|--:|--:|--:|

            """);
        foreach (SuiteTotal total in totals)
            text.Append(total.ToLine()).Append('\n');
        text.Append("\n## Sections\n\nThe tests that name a section. The suites above hold far more of them than one could list.\n");
        foreach (IGrouping<int, HeldSection> rfc in held.GroupBy(h => h.Rfc))
            WriteRfc(text, rfc);
        return text.ToString();
    }

    private static void WriteRfc(StringBuilder text, IGrouping<int, HeldSection> rfc)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### RFC {rfc.Key}: {Titles[rfc.Key]}\n\n| section | held by |\n|---|---|\n");
        foreach (IGrouping<string, HeldSection> section in rfc.GroupBy(h => h.Section))
            text.Append(CultureInfo.InvariantCulture, $"| {(char.IsAsciiDigit(section.Key[0]) ? "§" : "App. ")}{section.Key} | {string.Join("<br>", section.Select(h => h.Test).Distinct())} |\n");
    }
}
