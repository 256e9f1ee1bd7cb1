using System.Globalization;
using System.Text.Json;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.Tests.WhatIf;

public sealed class WhatIfRunnerTests(KeptRun run) : IClassFixture<KeptRun>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeping_digests_changes_no_row()
    {
        RunReader plain = await run.VerifyAsync("plain", await File.ReadAllTextAsync(Path.Combine(SampleZone.Folder, "dns.zone"), Stop));
        Assert.False(RunDigests.AreKept(plain));
        Assert.True(RunDigests.AreKept(run.Reader));
        Assert.Equal((await RowsAsync(plain)).Values.Select(Whole), (await RowsAsync(run.Reader)).Values.Select(Whole));
        await KeptVerdicts.AssertAreThoseOfRowsAsync(run.Reader);
    }

    [Theory]
    [InlineData("example.org. IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"")]
    [InlineData(";bulkverify nxdomain _dmarc.example.com.")]
    [InlineData("_dmarc.example.com. IN TXT \"v=DMARC1; p=none; aspf=s\"\n_dmarc.hazel.example. IN TXT \"v=DMARC1; p=reject\"")]
    [InlineData(";bulkverify nxdomain hs1-2668304._domainkey.example.net.")]
    [InlineData("hs1-2668304._domainkey.example.net. IN CNAME example-com.hs07a.dkim.hubspotemail.net.")]
    [InlineData("hs1-2668304._domainkey.example.net. IN TXT \"v=DKIM1; p=\"\nexample.com. IN TXT \"v=spf1 include:sendgrid.net ~all\"")]
    public async Task Digests_judged_again_have_the_verdicts_of_verifying_under_the_changed_zone(string overlay)
    {
        IReadOnlyDictionary<MessageLocator, MessageRow> expected = await RowsAsync(await run.VerifyAsync($"changed-{overlay.GetHashCode(StringComparison.Ordinal)}", SampleZone.With(overlay)));
        RecordChanges changes = RecordChanges.Parse(overlay + "\n");
        Assert.Empty(changes.Errors);
        IDnsView before = RunAnswers.Open(run.Reader);
        var after = new OverlayView(changes.View, before);
        EvaluationContext context = RunSetup.Evaluation(run.Reader.Manifest.Options, TimeProvider.System);
        int same = 0, judged = 0, given = 0;
        await RunDigests.ForEachAsync(run.Reader, 2, Worker, Stop);
        Assert.True(judged > 0 && same > 300);
        await RunDigests.ForEachAsync(run.Reader, 2, () => new EachDigest((_, kept) => Count(kept.Read()), new ChangeScope(before, after, changes)), Stop);
        Assert.True(given >= judged);

        EachDigest Worker()
        {
            var judge = new DigestJudge(context, after, RunSetup.Senders(run.Reader.Manifest.Options, context));
            var shared = new KeptJudge(judge);
            var scope = new ChangeScope(before, after, changes);
            return new EachDigest((row, kept) => Check(judge, shared, scope, row, kept));
        }

        // Those that a change concerns, and no others, are given where they are asked for.
        void Count(MessageDigest digest)
        {
            Interlocked.Increment(ref given);
            Assert.True(new ChangeScope(before, after, changes).Concerns(digest));
        }

        void Check(DigestJudge judge, KeptJudge shared, ChangeScope scope, MessageRow row, KeptDigest kept)
        {
            MessageDigest digest = kept.Read();
            MessageRow wanted = expected[digest.Locator];
            // Temporary errors are asked again by every run.
            if (Verdicts(row).Contains("temperror", StringComparison.Ordinal) || row.ArcReason == "DnsError")
                return;
            Assert.Equal(Verdicts(wanted), Verdicts(judge.Judge(digest)));
            MessageRow ofProfile = shared.Judge(row, kept);
            Assert.True(WhatIfTally.IsSame(wanted, ofProfile));
            Assert.Equal(Counted(wanted), Counted(ofProfile));
            if (scope.Concerns(digest))
            {
                Interlocked.Increment(ref judged);
                return;
            }
            Interlocked.Increment(ref same);
            Assert.Equal(Counted(wanted), Counted(row));
        }
    }

    /// <summary>Each message of the run, judged by its profile and by its whole digest, under rules, times, keys and policies that are not those of the run.</summary>
    [Theory]
    [InlineData("receipt", DmarcRuleChoice.Rfc7489, false, null, false)]
    [InlineData("receipt", DmarcRuleChoice.Rfc9989, true, DmarcPolicy.Reject, false)]
    [InlineData("2026-03-01", DmarcRuleChoice.Rfc9989, true, null, false)]
    [InlineData("2031-01-01", DmarcRuleChoice.Rfc9989, false, DmarcPolicy.Quarantine, false)]
    [InlineData("receipt", DmarcRuleChoice.Rfc7489, false, DmarcPolicy.None, true)]
    public async Task A_profile_has_the_verdicts_of_each_of_its_messages(string asOf, DmarcRuleChoice rules, bool strict, DmarcPolicy? policy, bool withKeys)
    {
        VerifyOptions options = run.Reader.Manifest.Options with { AsOf = asOf, Rules = rules, KeyFiles = withKeys ? [await KeyringAsync()] : [] };
        EvaluationContext context = RunSetup.Evaluation(options, TimeProvider.System);
        var view = new ChangedPolicyView(new OverlayView(RecordChanges.Parse(await MacrosAsync()).View, RunAnswers.Open(run.Reader)), new PolicyChange(strict, policy), RunSetup.PublicSuffixes(options));
        int shared = 0, messages = 0;
        await RunDigests.ForEachAsync(run.Reader, 1, Worker, Stop);
        // What keys of a keyring, x= at another time or macros concern is judged one by one.
        Assert.InRange(shared, 1, messages - 1);

        EachDigest Worker()
        {
            SenderAttributor senders = RunSetup.Senders(options, context);
            var whole = new DigestJudge(context, view, senders);
            var judge = new KeptJudge(new DigestJudge(context, view, senders));
            return new EachDigest((row, kept) =>
            {
                MessageRow ofProfile = judge.Judge(row, kept, out bool isOfProfile), wanted = whole.Judge(kept.Read());
                if (row.Repair == RowAssessor.NotAssessable)
                    RowAssessor.MarkRebuilt(wanted);
                Assert.True(WhatIfTally.IsSame(wanted, ofProfile), $"{kept.Locator}: {Counted(wanted)} / {Counted(ofProfile)}");
                Assert.Equal(Counted(wanted), Counted(ofProfile));
                Assert.Equal(wanted.AuthorDomain, ofProfile.AuthorDomain);
                messages++;
                shared += isOfProfile ? 1 : 0;
            });
        }
    }

    [Fact]
    public async Task Rows_that_are_the_same_count_the_same()
    {
        MessageRow[] rows = [.. (await RowsAsync(run.Reader)).Values.Where((_, i) => i % 3 == 0)];
        int same = 0;
        foreach (MessageRow one in rows)
        {
            foreach (MessageRow other in rows.Where(r => WhatIfTally.IsSame(one, r)))
            {
                Assert.Equal(Counted(one), Counted(other));
                Assert.Equal("", WhatIfTally.ChangeOf(one, other));
                same++;
            }
        }
        Assert.True(same > rows.Length);
    }

    [Theory]
    [InlineData("_dmarc.unheard.example. IN TXT \"v=DMARC1; p=none\"")]
    [InlineData("_dmarc.example.com. IN TXT \"v=DMARC1; p=quarantine; aspf=s\"\n_dmarc.hazel.example. IN TXT \"v=DMARC1; p=reject\"")]
    [InlineData(";bulkverify nxdomain hs1-2668304._domainkey.example.net.")]
    public async Task What_a_change_does_not_concern_is_counted_as_the_rows_say(string overlay)
    {
        ICollection<MessageRow> before = [.. (await RowsAsync(run.Reader)).Values];
        ICollection<MessageRow> after = [.. (await RowsAsync(await run.VerifyAsync($"counted-{overlay.GetHashCode(StringComparison.Ordinal)}", SampleZone.With(overlay)))).Values];
        WhatIfResult result = await RunAsync(new WhatIfOptions { Records = RecordChanges.Parse(overlay + "\n") });
        Assert.Equal(before.Count, result.Messages);
        Assert.Equal(Outcome(before), Words(result.Before.Pass, result.Before.Fail, result.Before.KeptOut.NoRecord, result.Before.Rejected, result.Before.Quarantined));
        Assert.Equal(Outcome(after), Words(result.After.Pass, result.After.Fail, result.After.KeptOut.NoRecord, result.After.Rejected, result.After.Quarantined));
        Assert.Equal(result.After.Pass - result.Before.Pass, result.Gained - result.Lost);
        Assert.Equal(result.Messages, result.Streams.Sum(s => s.Messages));

        static string Outcome(IEnumerable<MessageRow> rows) => Words(
            rows.LongCount(r => RowAssessor.Assess(r) == Assessment.Pass), rows.LongCount(r => RowAssessor.Assess(r) == Assessment.Fail), rows.LongCount(r => RowAssessor.Assess(r) == Assessment.NoRecord),
            rows.LongCount(r => RowAssessor.Disposition(r) == "reject"), rows.LongCount(r => RowAssessor.Disposition(r) == "quarantine"));

        static string Words(long pass, long fail, long noRecord, long rejected, long quarantined) => $"pass {pass}, fail {fail}, no record {noRecord}, reject {rejected}, quarantine {quarantined}";
    }

    [Fact]
    public async Task Strict_alignment_counts_as_a_zone_where_every_policy_asks_for_it()
    {
        RunReader strict = await run.VerifyAsync("strict", SampleZone.Strict());
        WhatIfResult result = await RunAsync(new WhatIfOptions { Policies = new PolicyChange(Strict: true, Policy: null) });
        StreamTally total = Total(await strict.ReadStatisticsAsync(TestContext.Current.CancellationToken));
        Assert.Equal((total[Assessment.Pass], total[Assessment.NoRecord]), (result.After.Pass, result.After.KeptOut.NoRecord));
        Assert.True(result.Lost > 0);
        Assert.Equal(0, result.Gained);
    }

    [Fact]
    public async Task A_policy_for_all_says_what_would_be_rejected()
    {
        WhatIfResult result = await RunAsync(new WhatIfOptions { Policies = new PolicyChange(Strict: false, DmarcPolicy.Reject) });
        // Whatever fails is rejected, indirect mail and mail of domains that published nothing too; without an author domain no policy applies.
        int nobody = (await RowsAsync(run.Reader)).Values.Count(r => RowAssessor.Assess(r) == Assessment.Fail && r.AuthorStatus is not ("Valid" or "SeveralDomains"));
        Assert.Equal((result.After.Fail + result.After.KeptOut.Indirect - nobody, 0), (result.After.Rejected, result.After.Quarantined));
        Assert.True(result.After.Rejected > result.Before.Rejected + result.Before.Quarantined);
        Assert.True(result.After.KeptOut.NoRecord < result.Before.KeptOut.NoRecord);
        Assert.Equal(result.Messages, result.Streams.Sum(s => s.Messages));
    }

    [Fact]
    public async Task Any_number_of_threads_gives_the_same()
    {
        var options = new WhatIfOptions { Policies = new PolicyChange(Strict: true, DmarcPolicy.Quarantine), Rules = DmarcRules.Rfc7489 };
        using var one = new MemoryStream();
        using var four = new MemoryStream();
        SummaryJson.Write(await new WhatIfRunner(run.Reader, options, TimeProvider.System).RunAsync(1, Stop), one);
        SummaryJson.Write(await new WhatIfRunner(run.Reader, options, TimeProvider.System).RunAsync(4, Stop), four);
        Assert.Equal(one.ToArray(), four.ToArray());
    }

    [Fact]
    public async Task What_is_neither_recorded_nor_given_is_named_and_counts_as_unverifiable()
    {
        WhatIfResult result = await RunAsync(new WhatIfOptions { Records = RecordChanges.Parse("example.com. IN TXT \"v=spf1 include:_spf.unheard.example -all\"\n") });
        Assert.True(result.NotRecorded > 0);
        Assert.Equal(["_spf.unheard.example TXT"], result.Questions);
        Assert.Equal(0, result.Gained);
    }

    [Fact]
    public async Task Changes_name_the_reason_and_messages_to_open()
    {
        WhatIfResult result = await RunAsync(new WhatIfOptions { Records = RecordChanges.Parse(";bulkverify nxdomain hs1-2668304._domainkey.example.net.\n") });
        WhatIfStream stream = result.Streams[0];
        Assert.Equal(("hubspot", "example.net"), (stream.Sender, stream.AuthorDomain));
        SummaryCause change = stream.Changes[0];
        Assert.Contains("DKIM passes aligned -> DKIM key not found", change.Text, StringComparison.Ordinal);
        IReadOnlyDictionary<MessageLocator, MessageRow> rows = await RowsAsync(run.Reader);
        Assert.All(change.Examples, e => Assert.Equal("example.net", rows[new MessageLocator(e.Archive, e.Offset)].AuthorDomain));
    }

    [Fact]
    public async Task A_run_without_digests_says_how_to_keep_them()
    {
        RunReader without = await run.VerifyAsync("without", "example.com. IN TXT \"nothing\"\n");
        Assert.Contains("--keep-digests", Assert.Throws<InvalidDataException>(() => new WhatIfRunner(without, new WhatIfOptions(), TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_told_apart_as_in_the_summary_and_every_message_counts_once()
    {
        VerifyOptions few = run.Reader.Manifest.Options with { MaxStreams = 3 };
        var change = new WhatIfOptions { Policies = new PolicyChange(Strict: true, Policy: null) };
        WhatIfResult all = await RunAsync(change), folded = await RunAsync(change with { Summaries = few });
        Summary summary = await RunSummaries.OfAsync(RunReader.TryOpen(run.Reader.Folder.Root)!, [], few, Stop);
        Assert.True(all.Streams.Count > folded.Streams.Count);
        Assert.Equal(summary.Streams.Select(s => (s.Sender, s.AuthorDomain, s.Messages)).Order(), folded.Streams.Select(s => (s.Sender, s.AuthorDomain, s.Messages)).Order());
        Assert.Equal((all.Messages, all.Gained, all.Lost, all.Before, all.After), (folded.Messages, folded.Gained, folded.Lost, folded.Before, folded.After));
    }

    /// <summary>A record at example.net that passes one of its senders by the local part, and no other.</summary>
    private async Task<string> MacrosAsync()
    {
        MessageRow sender = (await RowsAsync(run.Reader)).Values.First(r => r.SpfDomain == "example.net" && r.MailFrom.EndsWith("@example.net", StringComparison.Ordinal));
        return $"example.net. IN TXT \"v=spf1 exists:%{{l}}.macro.example -all\"\n{sender.MailFrom.Split('@')[0]}.macro.example. IN A 127.0.0.2\n";
    }

    /// <summary>A keyring with a key of the zone, as if it had been in use in the first half of the mail only.</summary>
    private async Task<string> KeyringAsync()
    {
        MessageRow[] signed = [.. (await RowsAsync(run.Reader)).Values.Where(r => r.Dkim.Exists(s => s is { S: "hs1-2668304", D: "example.net" })).OrderBy(r => r.ReceivedAt)];
        Assert.True(signed.Length >= 2);
        string file = Path.Combine(run.Root, $"{Guid.NewGuid():n}.jsonl");
        string until = DateTimeOffset.FromUnixTimeSeconds(signed[signed.Length / 2].ReceivedAt!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string key = Convert.ToBase64String(System.Security.Cryptography.RSA.Create(1024).ExportSubjectPublicKeyInfo());
        await File.WriteAllTextAsync(file, $$"""{"domain":"example.net","selector":"hs1-2668304","record":"v=DKIM1; p={{key}}","last_seen":"{{until}}"}""" + "\n", Stop);
        return file;
    }

    private Task<WhatIfResult> RunAsync(WhatIfOptions options) => new WhatIfRunner(run.Reader, options, TimeProvider.System).RunAsync(2, Stop);

    private static StreamTally Total(RunStatistics statistics)
    {
        var total = new StreamTally();
        foreach (StreamTally tally in statistics.Streams.Values)
            total.Merge(tally);
        return total;
    }

    private static async Task<IReadOnlyDictionary<MessageLocator, MessageRow>> RowsAsync(RunReader reader)
    {
        var rows = new Dictionary<MessageLocator, MessageRow>();
        await foreach (MessageRow row in reader.ReadRowsAsync(Stop))
            rows.Add(new MessageLocator(row.Archive, row.Offset), row);
        return rows;
    }

    private static string Whole(MessageRow row) => JsonSerializer.Serialize(row);

    /// <summary>What the row counts as.</summary>
    internal static string Counted(MessageRow row) => $"{RowAssessor.OutcomeWords(row)}; {RowAssessor.FailureCause(row)}";

    /// <summary>The row without who sent it: what-if names nobody anew.</summary>
    internal static string Verdicts(MessageRow row)
    {
        MessageRow copy = JsonSerializer.Deserialize<MessageRow>(JsonSerializer.Serialize(row))!;
        copy.Sender = copy.SenderKind = copy.SenderStrength = copy.SenderEvidence = copy.Platform = copy.HandedBy = copy.Relay = copy.ClaimedVendor = copy.RunnerUp = copy.Repair = "";
        copy.RelayOfAuthor = copy.RelayIsNamed = false;
        copy.RelayOrganization = "";
        copy.RelayedFor = copy.AuthorName = "";
        copy.Dkim.ForEach(s => s.Repaired = "");
        return JsonSerializer.Serialize(copy);
    }
}
