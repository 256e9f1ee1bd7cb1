using System.Globalization;
using BulkVerify.Summaries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BulkVerify.Cli.Terminal;

/// <summary>One line per stream: rates, key, mode and the four requirements. Fits the width by leaving columns out; no number is cut.</summary>
internal static class StreamTable
{
    /// <summary>What the marks mean: they stand for themselves without colour.</summary>
    public const string Legend = "SPF, DKIM: pass aligned.  R1 SPF authorizes, R2 MAIL FROM aligned, R3 DKIM aligned, R4 one of both.\n+ met  ~ partly  - not met  ? cannot tell  . not asked";

    /// <summary>What the star means, where there is one.</summary>
    public const string ThenLegend = "* as the receiver said on arrival: today it cannot be judged.";

    private const int KeyFrom = 112, ApartFrom = 122, MarksFrom = 68, ModeFrom = 86;

    public static Table Of(IReadOnlyList<SummaryRow> rows, SummaryRow total, int width)
    {
        List<Column> columns = [.. Columns(width)];
        int names = Math.Clamp((width - columns.Sum(c => c.Width + 2) - 4) / 2, 10, 32);
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        table.AddColumn(new TableColumn("sender").NoWrap());
        table.AddColumn(new TableColumn("From domain").NoWrap());
        foreach (Column column in columns)
            table.AddColumn(column.IsText ? new TableColumn(column.Title).NoWrap() : new TableColumn(column.Title).NoWrap().RightAligned());
        foreach (SummaryRow row in rows)
        {
            bool isTotal = ReferenceEquals(row, total);
            table.AddRow([
                new Text(isTotal ? "all" : SafeText.Of(row.Sender, names), isTotal ? new Style(decoration: Decoration.Bold) : Style.Plain),
                new Text(SafeText.Of(row.AuthorDomain, names)),
                .. columns.Select(c => c.Cell(row)),
            ]);
        }
        return table;
    }

    /// <summary>True when a share of these rows is the receiver's.</summary>
    public static bool ShowsThen(IEnumerable<SummaryRow> rows) => rows.Any(r =>
        (r.DmarcPassShare is null && r.Then.DmarcPassShare is not null)
        || (r.SpfAlignedShare is null && r.Then.SpfAlignedShare is not null)
        || (r.DkimAlignedShare is null && r.Then.DkimAlignedShare is not null));

    private static IEnumerable<Column> Columns(int width)
    {
        yield return new Column("messages", 8, false, r => new Text(SummaryView.Number(r.Messages)));
        yield return new Column("DMARC", 7, false, r => Share(r.DmarcPassShare, r.Then.DmarcPassShare));
        yield return new Column("SPF", 7, false, r => Share(r.SpfAlignedShare, r.Then.SpfAlignedShare));
        yield return new Column("DKIM", 7, false, r => Share(r.DkimAlignedShare, r.Then.DkimAlignedShare));
        if (width >= KeyFrom)
            yield return new Column("key", 9, false, r => new Text(KeyBits(r)));
        if (width >= ApartFrom)
            yield return new Column("apart", 6, false, r => new Text(r.KeptOut.Total == 0 ? "" : SummaryView.Number(r.KeptOut.Total)));
        if (width >= ModeFrom)
            yield return new Column("mode", 16, true, r => new Text(r.Integration is { Mode: not IntegrationMode.Unknown } found ? found.Words : ""));
        if (width >= MarksFrom)
            yield return new Column("R1-4", 4, true, Marks);
    }

    private static Paragraph Marks(SummaryRow row)
    {
        var marks = new Paragraph();
        foreach (Requirement requirement in row.Requirements)
        {
            (string mark, Style style) = requirement.State switch
            {
                RequirementState.Met => ("+", new Style(Color.Green)),
                RequirementState.Partly => ("~", new Style(Color.Yellow)),
                RequirementState.NotMet => ("-", new Style(Color.Red)),
                RequirementState.NotAsked => (".", Style.Plain),
                _ => ("?", Style.Plain),
            };
            marks.Append(mark, style);
        }
        return marks;
    }

    private static string KeyBits(SummaryRow row) =>
        row.MaxKeyBits == 0 ? "-" : row.MinKeyBits == row.MaxKeyBits ? row.MaxKeyBits.ToString(CultureInfo.InvariantCulture) : $"{row.MinKeyBits}-{row.MaxKeyBits}";

    /// <summary>The share of today; where nothing can be judged today, the receiver's of then with a star.</summary>
    private static Text Share(double? now, double? then) => now switch
    {
        null => new Text(then is null ? "-" : $"{SummaryView.Percent(then.Value)}*"),
        >= 0.9995 => new Text("100 %", new Style(Color.Green)),
        < 0.9 => new Text(SummaryView.Percent(now.Value), new Style(Color.Red)),
        _ => new Text(SummaryView.Percent(now.Value)),
    };

    /// <param name="Width">Columns of the terminal, without the gap.</param>
    private sealed record Column(string Title, int Width, bool IsText, Func<SummaryRow, IRenderable> Cell);
}
