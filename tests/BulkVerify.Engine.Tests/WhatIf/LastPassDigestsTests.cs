using System.Collections.Concurrent;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Tests.Resolving;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>Kept digests of messages whose keys the DNS did not give before the last pass.</summary>
public sealed class LastPassDigestsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bulkverify-lastpass-").FullName;
    private volatile bool _isUp;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task They_are_judged_by_the_keys_of_now_as_digests_that_were_judged_at_once_are()
    {
        // What times out there fails at once, so that nobody waits.
        ZoneView zone = ZoneView.Parse((await File.ReadAllTextAsync(Path.Combine(SampleZone.Folder, "dns.zone"), Stop)).Replace(";bulkverify timeout ", ";bulkverify servfail ", StringComparison.Ordinal));
        await using FakeDnsServer server = FakeDnsServer.Start(zone, (q, _) => !_isUp && q.Name.Value.Contains("._domainkey.", StringComparison.Ordinal) ? FakeReply.Error(2) : FakeReply.Truthful);
        (RunReader late, RunOutcome outcome) = await VerifyAsync("late", server, isUp: false);
        Assert.InRange(outcome.LastPass.Messages - outcome.LastPass.StillTemporary, 200, 600);
        (RunReader once, _) = await VerifyAsync("once", server, isUp: true);

        await KeptVerdicts.AssertAreThoseOfRowsAsync(late);
        IReadOnlyDictionary<MessageLocator, string> asVerified = await JudgeAsync(late, "");
        await foreach (MessageRow row in late.ReadRowsAsync(Stop))
            Assert.Equal(WhatIfRunnerTests.Verdicts(row), asVerified[new MessageLocator(row.Archive, row.Offset)]);
        string[] overlays =
        [
            ";bulkverify nxdomain hs1-2668304._domainkey.example.net.\n",
            "hs1-2668304._domainkey.example.net. IN CNAME example-com.hs07a.dkim.hubspotemail.net.\n",
            "hs1-2668304._domainkey.example.net. IN TXT \"v=DKIM1; p=\"\n",
        ];
        foreach (string overlay in overlays)
        {
            IReadOnlyDictionary<MessageLocator, string> changed = await JudgeAsync(late, overlay);
            Assert.Equal((await JudgeAsync(once, overlay)).OrderBy(r => r.Key), changed.OrderBy(r => r.Key));
            Assert.Contains(changed, r => asVerified[r.Key] != r.Value);
        }
    }

    private static async Task<IReadOnlyDictionary<MessageLocator, string>> JudgeAsync(RunReader reader, string overlay)
    {
        var view = new OverlayView(RecordChanges.Parse(overlay).View, RunAnswers.Open(reader));
        EvaluationContext context = RunSetup.Evaluation(reader.Manifest.Options, TimeProvider.System);
        var rows = new ConcurrentDictionary<MessageLocator, string>();
        await RunDigests.ForEachAsync(reader, 2, Worker, Stop);
        return rows;

        EachDigest Worker()
        {
            var judge = new DigestJudge(context, view, RunSetup.Senders(reader.Manifest.Options, context));
            return new EachDigest((_, kept) => rows[kept.Locator] = WhatIfRunnerTests.Verdicts(judge.Judge(kept.Read())));
        }
    }

    private async Task<(RunReader Reader, RunOutcome Outcome)> VerifyAsync(string name, FakeDnsServer server, bool isUp)
    {
        _isUp = isUp;
        var options = new VerifyOptions { Paths = [SampleZone.Folder], Dns = server.Endpoint.ToString(), KeepDigests = true };
        var folder = new RunFolder(Path.Combine(_root, name));
        var verifier = new BulkVerifier(options, new EngineOptions { Threads = 2 }, TimeProvider.System)
        {
            Resolving = r => Patient.With(r) with { FirstBackOff = TimeSpan.FromMilliseconds(10), Retries = 1 },
        };
        RunOutcome outcome = await verifier.RunAsync(folder, null, p => _isUp |= p.Messages == 600, CancellationToken.None, Stop);
        Assert.True(outcome.IsFinished);
        RunReader reader = RunReader.TryOpen(folder.Root)!;
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", reader.Manifest.PublicSuffixDate);
        return (reader, outcome);
    }
}
