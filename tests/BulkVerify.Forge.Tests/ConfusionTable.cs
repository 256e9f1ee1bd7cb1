using System.Globalization;

namespace BulkVerify.Forge.Tests;

/// <summary>Counts of forged against found.</summary>
internal sealed class ConfusionTable(string name)
{
    private const int Shown = 12;

    private readonly SortedDictionary<(string Wanted, string Found), int> _cells = [];
    private readonly List<string> _differences = [];

    public static void AssertNone(List<string> differences) => Assert.True(differences.Count == 0, string.Join('\n', differences));

    public void Add(string wanted, string found, string detail)
    {
        _cells[(wanted, found)] = _cells.GetValueOrDefault((wanted, found)) + 1;
        if (wanted != found)
            _differences.Add($"{wanted} was found as {found}: {detail}");
    }

    /// <summary>The first differences.</summary>
    public List<string> Print(ITestOutputHelper output)
    {
        output.WriteLine($"{name}: forged, found, count");
        foreach (((string wanted, string found), int count) in _cells)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {wanted,-24} {found,-24} {count,6}{(wanted == found ? "" : "  <-")}"));
        Assert.NotEmpty(_cells);
        return [.. _differences.Take(Shown)];
    }
}
