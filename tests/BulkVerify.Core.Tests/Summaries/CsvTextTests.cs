using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "?=1")]
    [InlineData("line\nbreak", "line?break")]
    [InlineData("\uFF1DHYPERLINK(1)", "'\uFF1DHYPERLINK(1)")]
    [InlineData("\uFF20SUM(A1)", "'\uFF20SUM(A1)")]
    [InlineData("\u007f\u009b31m", "??31m")]
    public void Cells_are_quoted_and_defused(string text, string expected) => Assert.Equal(expected, CsvText.Cell(text));

    [Fact]
    public void Times_out_of_the_calendar_are_empty()
    {
        Assert.Equal("1970-01-01T00:00:00Z", CsvText.Time(0));
        Assert.Equal("", CsvText.Time(long.MaxValue));
        Assert.Equal("", CsvText.Time(null));
    }
}
