using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.WhatIf;

/// <summary>Judges the kept digests of a run again under changed records or rules. Reads the run folder and nothing else but files that its options name.</summary>
public sealed class WhatIfRunner
{
    /// <summary>Messages that are judged once more each, to find what was not recorded.</summary>
    private const int MaxTraced = 50;

    private readonly RunReader _reader;
    private readonly WhatIfOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<IDnsView> _before;
    private readonly VerifyOptions _verify;

    /// <exception cref="InvalidDataException">The run kept no digests.</exception>
    public WhatIfRunner(RunReader reader, WhatIfOptions options, TimeProvider time)
    {
        if (!RunDigests.AreKept(reader))
            throw new InvalidDataException($"{reader.Folder.Root}: holds no digests of its messages. Verify the archives again with --keep-digests; then this needs no archive any more.");
        _reader = reader;
        _options = options;
        _time = time;
        _before = new Lazy<IDnsView>(() => RunAnswers.Open(reader));
        VerifyOptions run = RunAnswers.OptionsOf(reader.Manifest);
        DmarcRuleChoice rules = run.Rules == DmarcRuleChoice.Rfc7489 ? DmarcRuleChoice.Rfc7489 : DmarcRuleChoice.Rfc9989;
        _verify = run with { Rules = options.Rules switch { DmarcRules.Rfc7489 => DmarcRuleChoice.Rfc7489, DmarcRules.Rfc9989 => DmarcRuleChoice.Rfc9989, _ => rules } };
        ChangesRules = _verify.Rules != rules;
    }

    private bool ChangesRules { get; }

    /// <summary>Judges the messages of the run that the change can concern.</summary>
    /// <exception cref="InvalidDataException">A file of the run is damaged.</exception>
    public async Task<WhatIfResult> RunAsync(int threads, CancellationToken cancellation)
    {
        // Its streams are those of the summary: what is counted together there is so here.
        SummaryContext summaries = RunSetup.Summaries(_options.Summaries ?? _reader.Options);
        Task<RunStatistics> telling = Task.Run(() => _reader.ReadStatisticsAsync(summaries, cancellation).AsTask(), cancellation);
        IDnsView after = AfterView(_before.Value);
        EvaluationContext context = Context();
        SenderAttributor senders = RunSetup.Senders(_verify, context);
        RunStatistics told = await telling.ConfigureAwait(false);
        IReadOnlyList<Worker> workers = await RunDigests.ForEachAsync(
            _reader, threads, () => new Worker(new KeptJudge(new DigestJudge(context, after, senders)), Scope(after), told), cancellation).ConfigureAwait(false);
        // What is not concerned comes out as it did: the statistics know what that is.
        var streams = new SortedDictionary<StreamKey, WhatIfTally>();
        foreach ((StreamKey key, StreamTally stream) in told.Streams)
            (streams[key] = new WhatIfTally()).Add(stream);
        foreach ((StreamKey key, WhatIfTally changed) in workers.SelectMany(w => w.Streams))
            streams[key].Merge(changed);
        return WhatIfResult.From(streams, ChangedWords(), workers.Sum(w => w.NotRecorded), Questions([.. workers.SelectMany(w => w.Traced)], senders));
    }

    private IDnsView AfterView(IDnsView below)
    {
        IDnsView view = _options.Records is { } records ? new OverlayView(records.View, below) : below;
        return _options.Policies.IsNone ? view : new ChangedPolicyView(view, _options.Policies, RunSetup.PublicSuffixes(_verify));
    }

    /// <summary>A context of its own: its caches hold for one view.</summary>
    private EvaluationContext Context() => RunSetup.Evaluation(_verify, _time);

    /// <summary>Null when every message is concerned.</summary>
    private ChangeScope? Scope(IDnsView after) =>
        ChangesRules || !_options.Policies.IsNone ? null : new ChangeScope(_before.Value, after, _options.Records ?? RecordChanges.Parse(""));

    /// <summary>What messages that cannot be judged any more ask and the run did not.</summary>
    private string[] Questions(IReadOnlyList<MessageDigest> messages, SenderAttributor senders)
    {
        if (messages.Count == 0)
            return [];
        var asked = new NotingView(_before.Value);
        var judge = new DigestJudge(Context(), asked, senders);
        var known = new NotingView(_before.Value);
        var again = new DigestJudge(Context(), AfterView(known), senders);
        foreach (MessageDigest digest in messages.OrderBy(m => m.Locator.Archive, StringComparer.Ordinal).ThenBy(m => m.Locator.Offset).Take(MaxTraced))
        {
            judge.Judge(digest);
            again.Judge(digest);
        }
        return [.. known.Unknown.Except(asked.Unknown).Select(q => q.ToString())];
    }

    private List<string> ChangedWords()
    {
        var words = new List<string>();
        if (_options.Records is { } records)
            words.Add($"{(_options.RecordsFrom.Length == 0 ? "records" : _options.RecordsFrom)} at {string.Join(", ", records.Names.Order().Take(5))}{(records.Names.Count > 5 ? $" and {records.Names.Count - 5} more names" : "")}");
        if (ChangesRules)
            words.Add($"DMARC by RFC {(_verify.Rules == DmarcRuleChoice.Rfc7489 ? "7489" : "9989")}");
        if (_options.Policies.Strict)
            words.Add("adkim=s and aspf=s in every policy");
        if (_options.Policies.Policy is { } policy)
            words.Add($"p={policy.ToWord()} for every From domain");
        return words;
    }

    private sealed class Worker(KeptJudge judge, ChangeScope? scope, RunStatistics told) : IDigestWorker
    {
        public ChangeScope? Scope => scope;

        public Dictionary<StreamKey, WhatIfTally> Streams { get; } = [];

        public long NotRecorded { get; private set; }

        public List<MessageDigest> Traced { get; } = [];

        public void Add(KeptVerdict verdict, KeptDigest kept)
        {
            MessageRow before = verdict.Row, after = judge.Judge(before, kept);
            if (WhatIfTally.IsSame(before, after))
                return;
            StreamKey key = told.StreamOf(before);
            if (!Streams.TryGetValue(key, out WhatIfTally? tally))
                Streams[key] = tally = new WhatIfTally();
            tally.Change(verdict, kept.Locator, after);
            if (!MissingAnswers.LeaveOpen(after) || MissingAnswers.Concern(before))
                return;
            NotRecorded++;
            if (Traced.Count < MaxTraced)
                Traced.Add(kept.Read());
        }
    }
}
