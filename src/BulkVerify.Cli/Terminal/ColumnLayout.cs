using BulkVerify.Summaries;

namespace BulkVerify.Cli.Terminal;

/// <summary>Which columns of a table fit a terminal, and how wide each is. Pure.</summary>
/// <param name="columns">Of the table.</param>
/// <param name="cells">Texts of the rows that are shown.</param>
internal sealed class ColumnLayout(IReadOnlyList<SummaryColumn> columns, string[][] cells)
{
    /// <summary>Least characters of the names that stay, and of those that may be left out.</summary>
    private const int MinName = 26, MinText = 12;

    private const int MinSentence = 26;

    /// <summary>What the table puts around a cell.</summary>
    private const int Gap = 1;

    private readonly int[] _wanted = [.. columns.Select((c, i) => cells.Select(row => row[i].Length).Append(c.Title.Length).Max())];

    /// <summary>The columns that fit, in their order: those of the highest rank go first, and those that say nothing in any row take no room.</summary>
    public List<int> Shown(int width)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(i => !IsEmpty(i))];
        while (LeastWidth(shown) > width && Dispensable(shown) is { } last)
            shown.Remove(last);
        return shown;
    }

    /// <summary>Characters of each column, 0 for those not shown.</summary>
    public int[] Widths(IReadOnlyList<int> shown, int width)
    {
        int spare = width - LeastWidth(shown);
        var widths = new int[columns.Count];
        // Names first: a cut one may be another, a sentence only takes more lines.
        foreach (int i in shown.OrderBy(i => columns[i].Kind == SummaryColumnKind.Sentence))
        {
            widths[i] = Least(i) + Math.Max(0, Math.Min(spare, _wanted[i] - Least(i)));
            spare -= widths[i] - Least(i);
        }
        return widths;
    }

    /// <summary>The column to leave out next, the last of the highest rank; null when all that are left must stay.</summary>
    private int? Dispensable(List<int> shown) =>
        shown.Where(i => columns[i].Rank > 0).OrderByDescending(i => columns[i].Rank).ThenByDescending(i => i).FirstOrDefault(-1) is >= 0 and int last ? last : null;

    private bool IsEmpty(int i) => columns[i].Rank > 0 && cells.Length > 0 && cells.All(row => row[i].Length == 0);

    private int LeastWidth(IEnumerable<int> shown) => shown.Sum(i => Least(i) + Gap);

    private int Least(int i) => columns[i].Kind switch
    {
        SummaryColumnKind.Text => Math.Min(_wanted[i], Math.Max(columns[i].Rank == 0 ? MinName : MinText, columns[i].Title.Length)),
        SummaryColumnKind.Sentence => Math.Min(_wanted[i], MinSentence),
        _ => _wanted[i],
    };
}
