using System.Globalization;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Reports.Queries;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Reports.Tests.Queries;

public sealed class RowQueryTests : IDisposable
{
    private static readonly string[] Results = ["pass", "fail", "none", "temperror", "permerror"];

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-query-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Columns_are_those_that_the_help_documents()
    {
        CollectingQueryWriter answer = Ask(await FileAsync([new MessageRow()]), "DESCRIBE rows");
        Assert.Equal(RowsView.Columns.Select(c => c.Name), answer.Rows.Select(r => r[0]));
        Assert.Contains(answer.Rows, r => r is ["received_at", "TIMESTAMP", ..]);
        Assert.Contains(answer.Rows, r => r[0] == "dkim" && r[1].EndsWith("[]", StringComparison.Ordinal) && r[1].Contains("bits INTEGER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assessment_and_alignment_in_SQL_are_what_the_assessor_says()
    {
        MessageRow[] rows = RowGen.Array[2000].Single();
        CollectingQueryWriter answer = Ask(await FileAsync(rows), "SELECT assessment, dkim_aligned FROM rows");
        Assert.Equal(rows.Select(r => $"{RowAssessor.Assess(r)} {(RowAssessor.DkimAligned(r) ? "true" : "false")}"), answer.Rows.Select(r => string.Join(' ', r)));
        Assert.Equal(Enum.GetNames<Assessment>().Order(), answer.Rows.Select(r => r[0]).Distinct().Order());
    }

    [Fact]
    public async Task Rows_of_several_files_come_in_their_order_and_times_as_UTC()
    {
        string first = await FileAsync([new MessageRow { Archive = "a", ReceivedAt = 0 }, new MessageRow { Archive = "b", ReceivedAt = long.MaxValue }]);
        string second = await FileAsync([new MessageRow { Archive = "c" }]);
        var answer = new CollectingQueryWriter();
        RowQuery.Run([first, second], "SELECT archive, received_at FROM rows", Options(), answer, TestContext.Current.CancellationToken);
        Assert.Equal(["a 1970-01-01T00:00:00Z", "b ", "c "], answer.Rows.Select(r => string.Join(' ', r)));
        Assert.True(answer.Ended);
    }

    [Fact]
    public void Without_any_file_the_view_has_its_columns_and_no_rows()
    {
        var (columns, rows) = (new CollectingQueryWriter(), new CollectingQueryWriter());
        RowQuery.Run([], "DESCRIBE rows", Options(), columns, TestContext.Current.CancellationToken);
        RowQuery.Run([], "SELECT count(*) FROM rows, unnest(dkim) AS u(k) WHERE assessment = 'Pass'", Options(), rows, TestContext.Current.CancellationToken);
        Assert.Equal(RowsView.Columns.Select(c => c.Name), columns.Rows.Select(r => r[0]));
        Assert.Equal(["0"], rows.Rows.Select(r => r[0]));
        Assert.Empty(Content());
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('{0}/secret.txt')")]
    [InlineData("SELECT * FROM read_csv('{0}/secret.txt')")]
    [InlineData("SELECT * FROM glob('{0}/*')")]
    [InlineData("SELECT * FROM '{0}/secret.csv'")]
    [InlineData("SELECT * FROM 'https://192.0.2.1/x.parquet'")]
    [InlineData("COPY rows TO '{0}/new.csv'")]
    [InlineData("COPY (SELECT 1 AS x) TO '{0}/rows-0.parquet' (FORMAT parquet)")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1 AS x) TO '{0}/rows-0.parquet' (FORMAT parquet)")]
    [InlineData("FROM query('COPY (SELECT 1) TO ''{0}/new.csv''')")]
    [InlineData("ATTACH '{0}/new.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("RESET lock_configuration")]
    [InlineData("CREATE TABLE t AS SELECT 1")]
    [InlineData("DROP VIEW rows")]
    [InlineData("EXPORT DATABASE '{0}/new'")]
    [InlineData("SELECT 1; COPY rows TO '{0}/new.csv'")]
    public async Task What_reaches_beyond_the_rows_is_refused_and_changes_nothing(string sql)
    {
        string file = await FileAsync([new MessageRow { Archive = "a" }]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.txt"), "secret", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.csv"), "secret", TestContext.Current.CancellationToken);
        string[] before = Content();
        QueryException refusal = Assert.Throws<QueryException>(() => Ask(file, sql.Replace("{0}", _folder, StringComparison.Ordinal)));
        Assert.True(refusal.IsUsage);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, Content());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("selec 1")]
    [InlineData("SELECT nope FROM rows")]
    [InlineData("SELECT ?")]
    [InlineData("SELECT CAST('x' AS INT)")]
    [InlineData("SELECT [1, NULL]")]
    [InlineData("SELECT INTERVAL 3 MONTH")]
    public async Task A_wrong_query_is_one_line_of_explanation(string sql)
    {
        string file = await FileAsync([new MessageRow()]);
        QueryException error = Assert.Throws<QueryException>(() => Ask(file, sql));
        Assert.True(error.IsUsage);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_does_not_fit_spills_and_is_removed()
    {
        string file = await FileAsync([.. Enumerable.Range(0, 1500).Select(i => new MessageRow { MessageId = i.ToString(CultureInfo.InvariantCulture) })]);
        var answer = new CollectingQueryWriter(maxRows: 3);
        // 2,250,000 rows of some 100 bytes through a sort.
        RowQuery.Run([file], "SELECT a.message_id || repeat('x', 100) || b.message_id AS t FROM rows a, rows b ORDER BY hash(t)", Options() with { MemoryBytes = 100 << 20, Threads = 1 }, answer, TestContext.Current.CancellationToken);
        Assert.Equal(3, answer.Rows.Count);
        Assert.False(Directory.Exists(Path.Combine(_folder, "spill")));
        QueryException error = Assert.Throws<QueryException>(() => Ask(file, "SELECT list(a.message_id || repeat('x', 2000) || b.message_id) FROM rows a, rows b"));
        Assert.False(error.IsUsage);
        Assert.Contains("memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_query_ends()
    {
        string file = await FileAsync([.. Enumerable.Range(0, 100).Select(_ => new MessageRow())]);
        using var cancelled = new CancellationTokenSource();
        var answer = new CancellingWriter(cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => RowQuery.Run([file], "SELECT 1 FROM rows a, rows b, rows c, rows d, rows e, rows f", Options(), answer, cancelled.Token));
    }

    private static Gen<SignatureRow> SignatureGen { get; } =
        from result in OneOf(Results)
        from reason in OneOf([.. Enum.GetNames<DkimReason>(), "KeyNotFound", "KeyNotRecorded", "KeyRevoked", "KeyNotAsked"])
        from aligned in Gen.Bool
        select new SignatureRow { Result = result, Reason = reason, Aligned = aligned };

    private static Gen<MessageRow> RowGen { get; } =
        from kind in OneOf("received", "received", "received", "never-received")
        from result in OneOf(Results)
        from reason in OneOf(Enum.GetNames<DmarcReason>())
        from indirect in OneOf("", "mailing-list")
        from dkim in SignatureGen.List[0, 3]
        select new MessageRow { Class = kind, DmarcResult = result, DmarcReason = reason, Indirect = indirect, Dkim = dkim };

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private QueryOptions Options() => new() { MemoryBytes = 256 << 20, Threads = 2, SpillFolder = Path.Combine(_folder, "spill") };

    private CollectingQueryWriter Ask(string file, string sql)
    {
        var answer = new CollectingQueryWriter();
        RowQuery.Run([file], sql, Options(), answer, TestContext.Current.CancellationToken);
        return answer;
    }

    private string[] Content() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order().Select(f => $"{f} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}")];

    private async Task<string> FileAsync(MessageRow[] rows)
    {
        string path = Path.Combine(_folder, $"rows-{Directory.GetFiles(_folder, "rows-*").Length}.parquet");
        await using var writer = new RowFileWriter(path);
        foreach (MessageRow row in rows)
            await writer.AddAsync(row, TestContext.Current.CancellationToken);
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Cancels at the first row.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source) : IQueryWriter
    {
        public void Begin(IReadOnlyList<string> names)
        {
        }

        public bool Write(IReadOnlyList<object?> values)
        {
            source.Cancel();
            return true;
        }

        public void End()
        {
        }
    }
}
