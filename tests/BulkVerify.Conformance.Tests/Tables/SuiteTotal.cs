using System.Globalization;

namespace BulkVerify.Conformance.Tables;

/// <summary>One line of the table of suites.</summary>
/// <param name="Cases">All that were found.</param>
/// <param name="Passed">Through the API; what neither passed nor is left out failed.</param>
/// <param name="CommandLine">Cases that gave the same through the command line; null where none has a message.</param>
public sealed record SuiteTotal(string Suite, int Cases, int Passed, int LeftOut, int? CommandLine)
{
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"| {Suite} | {Cases} | {Passed} | {LeftOut} | {(CommandLine is { } count ? count.ToString(CultureInfo.InvariantCulture) : "")} |");

    /// <summary>Reads what <see cref="ToLine"/> wrote; null for other lines.</summary>
    public static SuiteTotal? TryParse(string line)
    {
        string[] cells = [.. line.Split('|').Select(c => c.Trim())];
        return cells.Length == 7 && int.TryParse(cells[2], out int cases) && int.TryParse(cells[3], out int passed) && int.TryParse(cells[4], out int leftOut)
            ? new SuiteTotal(cells[1], cases, passed, leftOut, int.TryParse(cells[5], out int byCommandLine) ? byCommandLine : null)
            : null;
    }
}
