using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Pages;

/// <summary>Rows of one of the per-stream queries, by stream.</summary>
internal sealed class StreamFacts : IQueryWriter
{
    private readonly Dictionary<StreamKey, List<string[]>> _rows = [];
    private readonly Dictionary<StreamKey, long> _counts = [];

    public void Begin(IReadOnlyList<string> names)
    {
    }

    public bool Write(IReadOnlyList<object?> values)
    {
        var key = new StreamKey((string)values[0]!, (string)values[1]!);
        if (!_rows.TryGetValue(key, out List<string[]>? rows))
            _rows[key] = rows = [];
        rows.Add([.. values.Skip(2).SkipLast(1).Select(Text)]);
        _counts[key] = (long)values[^1]!;
        return true;
    }

    public void End()
    {
    }

    /// <summary>Cells of each row, the count last; most messages first.</summary>
    public IReadOnlyList<string[]> Of(StreamKey stream) => _rows.GetValueOrDefault(stream) ?? [];

    /// <summary>Null when the stream has no rows.</summary>
    /// <param name="columns">Headings: '#' in front of a number, '~' in front of the name of a reason, which is shown as words.</param>
    public ReportTable? TableOf(StreamKey stream, string caption, params string[] columns)
    {
        if (Of(stream) is not { Count: > 0 } rows)
            return null;
        return new ReportTable(
            caption, [.. columns.Select(c => c.TrimStart('~'))],
            [.. rows.Select(r => (string[])[.. r.Select((cell, i) => columns[i][0] == '~' ? ReasonWords.Of(cell) : cell)])], _counts[stream] - rows.Count);
    }

    private static string Text(object? value) => value is long number ? ReportText.Number(number) : QueryText.Cell(value);
}
