using System.Globalization;
using BulkVerify.Reports.Queries;

namespace BulkVerify.Reports.Pages;

/// <summary>Draws the trend: stacked columns in a drawing of fixed size, whose parts are placed here so that the template only writes them down.</summary>
internal static class TrendBuilder
{
    private const int Width = 1000;
    private const int Height = 170;

    /// <summary>Room for the share above a column.</summary>
    private const int Top = 18;

    /// <summary>More months than this are shown as years, more years not at all.</summary>
    private const int MaxColumns = 36;

    private const int MinLabelWidth = 44;

    /// <summary>Null when no message has a time.</summary>
    public static ReportTrend? Build(Action<string, IQueryWriter> ask)
    {
        List<Period> periods = Ask(ask, "month");
        bool years = periods.Count > MaxColumns;
        if (years)
            periods = Ask(ask, "year");
        if (periods.Count == 0)
            return null;
        Period[] shown = [.. periods.Take(MaxColumns).Reverse()];
        return new ReportTrend(years ? "year" : "month", [.. shown.Select((p, i) => ColumnOf(p, i, shown, years ? "yyyy" : "yyyy-MM"))], Width, Height, periods.Count - shown.Length);
    }

    private static List<Period> Ask(Action<string, IQueryWriter> ask, string unit)
    {
        var periods = new List<Period>();
        ask(ReportSql.Trend(unit), new RowTaker(v => periods.Add(new Period((DateTime)v[0]!, (long)v[1]!, (long)v[2]!, (long)v[3]!))));
        return periods;
    }

    private static ReportTrendColumn ColumnOf(Period period, int index, Period[] all, string format)
    {
        double slot = (double)Width / Math.Max(all.Length, 6);
        double scale = (Height - Top) / (double)all.Max(p => p.Total);
        double apart = period.Apart * scale, fail = period.Fail * scale, pass = period.Pass * scale;
        double x = index * slot;
        // A label per column where they fit, else every so many columns, counted from the newest.
        int every = (int)Math.Ceiling(MinLabelWidth / slot);
        return new ReportTrendColumn(
            period.Start.ToString(format, CultureInfo.InvariantCulture), ReportText.Number(period.Pass), ReportText.Number(period.Fail), ReportText.Number(period.Apart), period.Pass + period.Fail == 0 ? "" : ReportText.Share(period.Pass, period.Pass + period.Fail),
            (all.Length - 1 - index) % every == 0,
            Place(x + (slot * 0.12)), Place(x + (slot / 2)), Place(slot * 0.76),
            Place(Height - pass), Place(pass), Place(Height - pass - fail), Place(fail), Place(Height - pass - fail - apart), Place(apart));
    }

    private static string Place(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Period(DateTime Start, long Pass, long Fail, long Apart)
    {
        public long Total => Pass + Fail + Apart;
    }
}
