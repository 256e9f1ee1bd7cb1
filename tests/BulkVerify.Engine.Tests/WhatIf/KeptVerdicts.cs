using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>Verdicts that a run kept beside its digests.</summary>
internal static class KeptVerdicts
{
    /// <summary>They say of each message how its row counts, and of no other.</summary>
    public static async Task AssertAreThoseOfRowsAsync(RunReader run)
    {
        foreach (string split in run.Folder.CommittedSplits())
        {
            var files = new SplitFiles(split);
            await using FileStream file = File.OpenRead(files.Verdicts());
            var verdicts = new VerdictFileReader(file, file.Name);
            long number = 0;
            await foreach (MessageRow row in RowFileReader.ReadAsync(files.Rows(), TestContext.Current.CancellationToken))
            {
                Assert.True(verdicts.TryRead(number++));
                KeptVerdict verdict = verdicts.Current;
                Assert.Equal((row.MessageId, Example.RankOf(row), row.Sender, row.AuthorDomain, row.Repair), (verdict.MessageId, verdict.Rank, verdict.Row.Sender, verdict.Row.AuthorDomain, verdict.Row.Repair));
                Assert.Equal(WhatIfRunnerTests.Counted(row), WhatIfRunnerTests.Counted(verdict.Row));
                Assert.True(WhatIfTally.IsSame(row, verdict.Row));
            }
            Assert.False(verdicts.TryRead(number));
        }
    }
}
