using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Statistics;

public class VerdictFileTests
{
    private static readonly MessageRow[] Rows = RandomRows(4500);

    [Fact]
    public void A_file_says_of_each_row_how_it_counts_and_why()
    {
        VerdictFileReader reader = Open(FileOf(Rows));
        for (int i = 0; i < Rows.Length; i++)
        {
            Assert.True(reader.TryRead(i));
            AssertIsOf(Rows[i], reader.Current);
        }
        Assert.False(reader.TryRead(Rows.Length));
        Assert.True(Rows.Select(RowAssessor.Assess).Distinct().Count() >= 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(900)]
    [InlineData(2999)]
    public void Rows_may_be_passed_over(int step)
    {
        byte[] file = FileOf(Rows);
        // More than one block, so that whole ones are passed over.
        Assert.True(file.Length > 3 * VerdictFile.BlockLength);
        VerdictFileReader reader = Open(file);
        for (int i = step - 1; i < Rows.Length; i += step)
        {
            Assert.True(reader.TryRead(i));
            AssertIsOf(Rows[i], reader.Current);
        }
    }

    [Fact]
    public void Messages_that_count_alike_share_one_row()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 9).Select(i => new MessageRow { Archive = "a.mbox", Offset = i, MessageId = $"<{i}@example.com>", DmarcResult = i % 2 == 0 ? "pass" : "fail" })];
        VerdictFileReader reader = Open(FileOf(rows));
        var shared = new HashSet<MessageRow>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.True(reader.TryRead(i));
            AssertIsOf(rows[i], reader.Current);
            shared.Add(reader.Current.Row);
        }
        Assert.Equal(2, shared.Count);
    }

    [Fact]
    public void A_file_cut_anywhere_or_altered_is_read_or_refused()
    {
        byte[] file = FileOf(Rows.AsSpan(0, 12));
        for (int at = 0; at < file.Length; at++)
        {
            Assert.Throws<InvalidDataException>(() => ReadAll(file[..at]));
            byte[] altered = [.. file];
            altered[at] ^= 0x55;
            try
            {
                ReadAll(altered);
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("verdicts: ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    internal static void AssertIsOf(MessageRow row, KeptVerdict verdict)
    {
        MessageRow read = verdict.Row;
        Assert.Equal((row.MessageId, Example.RankOf(row), row.Sender, row.AuthorDomain, row.Repair), (verdict.MessageId, verdict.Rank, read.Sender, read.AuthorDomain, read.Repair));
        Assert.True(WhatIfTally.IsSame(row, read));
        Assert.Equal("", WhatIfTally.ChangeOf(row, read));
        Assert.Equal(
            (RowAssessor.Assess(row), RowAssessor.OutcomeWords(row), RowAssessor.FailureCause(row), RowAssessor.DkimAligned(row), RowAssessor.DkimAssessable(row)),
            (RowAssessor.Assess(read), RowAssessor.OutcomeWords(read), RowAssessor.FailureCause(read), RowAssessor.DkimAligned(read), RowAssessor.DkimAssessable(read)));
        Assert.Equal((row.DmarcReason, row.DmarcEffectivePolicy, row.SpfReason), (read.DmarcReason, read.DmarcEffectivePolicy, read.SpfReason));
    }

    private static void ReadAll(byte[] file)
    {
        VerdictFileReader reader = Open(file);
        for (long i = 0; reader.TryRead(i); i++)
            Assert.NotNull(reader.Current.MessageId);
    }

    private static VerdictFileReader Open(byte[] file) => new(new MemoryStream(file), "verdicts");

    private static byte[] FileOf(ReadOnlySpan<MessageRow> rows)
    {
        var stream = new MemoryStream();
        var writer = new VerdictFileWriter(stream);
        foreach (MessageRow row in rows)
            writer.Add(row);
        writer.Complete();
        return stream.ToArray();
    }

    private static MessageRow[] RandomRows(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => RandomRow(random))];
    }

    private static MessageRow RandomRow(Random random)
    {
        MessageRow row = FilledRow.Fill(new MessageRow(), () => random.Next(100));
        // Long enough for several blocks.
        row.MessageId += new string('x', 200);
        row.Class = random.Next(8) == 0 ? "never-received" : "received";
        row.SpfResult = OneOf("pass", "fail", "softfail", "none", "temperror");
        row.SpfReason = OneOf("NotRecorded", "NoClientAddress", "MatchedAll");
        row.DmarcResult = OneOf("pass", "fail", "none", "temperror");
        row.DmarcReason = OneOf("NotRecorded", "NoRecord");
        row.DmarcEffectivePolicy = OneOf("none", "quarantine", "reject");
        row.Indirect = OneOf("", "arc");
        row.Dkim = [.. Enumerable.Range(0, random.Next(4)).Select(_ => FilledRow.Fill(new SignatureRow(), () => random.Next(100)))];
        foreach (SignatureRow signature in row.Dkim)
            (signature.Result, signature.Reason) = OneOf(("pass", "Verified"), ("neutral", "KeyNotFound"), ("fail", "BodyHashMismatch"), ("temperror", "DnsTimeout"));
        return row;

        T OneOf<T>(params T[] values) => values[random.Next(values.Length)];
    }
}
