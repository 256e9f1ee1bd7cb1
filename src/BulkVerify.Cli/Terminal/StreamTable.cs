using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BulkVerify.Cli.Terminal;

/// <summary>One line per stream: rates, key, mode, the four requirements, and on wide terminals why it fails. Fits the width by leaving columns out; no number is cut.</summary>
internal static class StreamTable
{
    /// <summary>What the marks mean: they stand for themselves without colour.</summary>
    public static IReadOnlyList<string> Legend { get; } =
    [
        "SPF, DKIM: share that passes aligned.  key: bits, the least where they differ.", "R1 SPF authorizes, R2 MAIL FROM aligned, R3 DKIM aligned, R4 one of both.",
        string.Join("\u00a0 ", ((string[])["+ met by all messages that can tell", "94 by 94 % of them", "- by none", "? none can tell", ". not asked"]).Select(mark => mark.Replace(' ', '\u00a0'))),
    ];

    /// <summary>What the star means, where there is one.</summary>
    public const string ThenLegend = "* as the receiver said on arrival: today it cannot be judged.";

    /// <summary>Least columns for the two names.</summary>
    private const int MinSender = 10, MinDomain = 14, MaxSender = 24, MaxDomain = 40;

    /// <summary>Columns that the names should have before others are added.</summary>
    private const int GoodSender = 12, GoodDomain = 18;

    private static readonly Column[] All =
    [
        new("messages", 8, IsText: false, Rank: 0, r => new Text(SummaryView.Number(r.Messages)), r => SummaryView.Number(r.Messages)),
        new("DMARC", 6, IsText: false, Rank: 0, r => Share(r.DmarcPassShare, r.Then.DmarcPassShare), r => ShareText(r.DmarcPassShare, r.Then.DmarcPassShare)),
        new("SPF", 6, IsText: false, Rank: 2, r => Share(r.SpfAlignedShare, r.Then.SpfAlignedShare), r => ShareText(r.SpfAlignedShare, r.Then.SpfAlignedShare)),
        new("DKIM", 6, IsText: false, Rank: 2, r => Share(r.DkimAlignedShare, r.Then.DkimAlignedShare), r => ShareText(r.DkimAlignedShare, r.Then.DkimAlignedShare)),
        new("key", 5, IsText: false, Rank: 4, r => new Text(KeyBits(r)), KeyBits),
        new("apart", 5, IsText: false, Rank: 7, r => new Text(Apart(r)), Apart),
        new("mode", 4, IsText: true, Rank: 3, r => new Text(Mode(r)), Mode),
        new("R1 R2 R3 R4", 11, IsText: true, Rank: 1, Marks, null),
        new("fails mostly because", 20, IsText: true, Rank: 8, r => new Text(Cause(r)), Cause),
    ];

    /// <summary>True when the table of this width says why streams fail.</summary>
    public static bool ShowsCauses(IReadOnlyList<SummaryRow> rows, int width) => Chosen(rows, width).Any(c => c.Column.Rank == 8);

    public static Table Of(IReadOnlyList<SummaryRow> rows, SummaryRow total, int width)
    {
        List<(Column Column, int Width)> columns = Chosen(rows, width);
        int room = width - columns.Sum(c => c.Width + 1) - 2;
        int sender = Math.Clamp(rows.Max(r => r.Sender.Length), MinSender, Math.Max(MinSender, Math.Min(MaxSender, room - Math.Clamp(rows.Max(r => r.AuthorDomain.Length), MinDomain, GoodDomain))));
        int domain = Math.Clamp(rows.Max(r => r.AuthorDomain.Length), MinDomain, Math.Max(MinDomain, Math.Min(MaxDomain, room - sender)));
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        table.AddColumn(Head("sender", sender, isText: true));
        table.AddColumn(Head("From domain", domain, isText: true));
        foreach ((Column column, int wide) in columns)
            table.AddColumn(Head(column.Title, wide, column.IsText));
        foreach (SummaryRow row in rows)
        {
            bool isTotal = ReferenceEquals(row, total);
            table.AddRow([
                new Text(isTotal ? "all" : SafeText.Of(row.Sender, sender), isTotal ? new Style(decoration: Decoration.Bold) : Style.Plain),
                new Text(isTotal ? "" : SafeText.Of(StreamKey.DomainWords(row.AuthorDomain), domain)),
                .. columns.Select(c => c.Column.Cell(row)),
            ]);
        }
        return table;
    }

    /// <summary>True when a share of these rows is the receiver's.</summary>
    public static bool ShowsThen(IEnumerable<SummaryRow> rows) => rows.Any(r =>
        (r.DmarcPassShare is null && r.Then.DmarcPassShare is not null)
        || (r.SpfAlignedShare is null && r.Then.SpfAlignedShare is not null)
        || (r.DkimAlignedShare is null && r.Then.DkimAlignedShare is not null));

    /// <summary>The columns that say something in a row and fit beside names of the least width, most important first, with the width that their texts want.</summary>
    private static List<(Column Column, int Width)> Chosen(IReadOnlyList<SummaryRow> rows, int width)
    {
        IEnumerable<Column> telling = All.Where(c => c.Text is not { } text || rows.Any(r => text(r).Length > 0));
        List<(Column Column, int Width)> columns = [.. telling.Select(c => (c, c.Text is { } text ? Math.Max(c.Width, rows.Max(r => text(r).Length)) : c.Width))];
        int names = Math.Clamp(rows.Max(r => r.Sender.Length), MinSender, GoodSender) + Math.Clamp(rows.Max(r => r.AuthorDomain.Length), MinDomain, GoodDomain);
        while (columns.Count > 2 && columns.Sum(c => c.Width + 1) + (columns.Exists(c => c.Column.Rank > 3) ? names : MinSender + MinDomain) + 2 > width)
            columns.RemoveAt(columns.FindIndex(c => c.Column.Rank == columns.Max(d => d.Column.Rank)));
        return columns;
    }

    private static TableColumn Head(string title, int width, bool isText)
    {
        var column = new TableColumn(title) { Width = width, Padding = new Padding(0, 0, 1, 0), NoWrap = true };
        return isText ? column : column.RightAligned();
    }

    private static Paragraph Marks(SummaryRow row)
    {
        var marks = new Paragraph();
        for (int i = 0; i < row.Requirements.Count; i++)
        {
            Requirement requirement = row.Requirements[i];
            string gap = i < row.Requirements.Count - 1 ? " " : "";
            marks.Append($"{requirement.ToMark(),-2}{gap}", requirement.State switch
            {
                RequirementState.Met => new Style(Color.Green),
                RequirementState.NotMet => new Style(Color.Red),
                RequirementState.Partly => new Style(requirement.Share < Requirement.LowShare ? Color.Red : Color.Yellow),
                _ => Style.Plain,
            });
        }
        return marks;
    }

    private static string Apart(SummaryRow row) => row.KeptOut.Total == 0 ? "" : SummaryView.Number(row.KeptOut.Total);

    private static string Mode(SummaryRow row) => row.Integration?.Words ?? "";

    private static string Cause(SummaryRow row) => row.Cause is { } cause ? SafeText.Of($"{cause.Text} ({SummaryView.Number(cause.Count)})", 80) : "";

    private static string KeyBits(SummaryRow row) => row switch
    {
        { MaxKeyBits: 0, Ed25519Signatures: > 0 } => "Ed25519",
        { MaxKeyBits: 0 } => "-",
        _ => row.MinKeyBits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The share of today; where nothing can be judged today, the receiver's of then with a star.</summary>
    private static string ShareText(double? now, double? then) => now is { } share ? SummaryView.Percent(share) : then is { } past ? $"{SummaryView.Percent(past)}*" : "-";

    private static Text Share(double? now, double? then) => new(ShareText(now, then), now switch
    {
        null => Style.Plain,
        >= 0.9995 => new Style(Color.Green),
        < Requirement.LowShare => new Style(Color.Red),
        _ => Style.Plain,
    });

    /// <param name="Width">Columns of the terminal, without the gap.</param>
    /// <param name="Rank">Columns of the largest rank are left out first.</param>
    /// <param name="Text">What its width follows from; null where the width is fixed.</param>
    private sealed record Column(string Title, int Width, bool IsText, int Rank, Func<SummaryRow, IRenderable> Cell, Func<SummaryRow, string>? Text);
}
