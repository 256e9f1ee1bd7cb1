using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.WhatIf;

/// <summary>Judges the kept digests of a run again under each of several changes, in one reading: how many more messages pass.</summary>
internal static class AdviceProver
{
    /// <summary>Zone texts with what each gains; negative where more messages are lost.</summary>
    /// <param name="reader">A run with digests.</param>
    /// <param name="zones">Changes as zone files, each one judged alone.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="time">The clock of the run's options.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataException">A file of the run is damaged.</exception>
    public static async Task<IReadOnlyDictionary<string, ChangeProof>> ProveAsync(RunReader reader, IReadOnlyList<string> zones, int threads, TimeProvider time, CancellationToken cancellation)
    {
        if (zones.Count == 0)
            return new Dictionary<string, ChangeProof>();
        IDnsView before = RunAnswers.Open(reader);
        VerifyOptions options = RunAnswers.OptionsOf(reader.Manifest);
        Change[] changes = [.. zones.Select(z => new Change(before, RecordChanges.Parse(z), RunSetup.Evaluation(options, time)))];
        SenderAttributor senders = RunSetup.Senders(options, changes[0].Context);
        // Most messages have to do with none of the changes: one question for all of them tells.
        RecordChanges all = RecordChanges.Parse(string.Concat(zones));
        var afterAll = new OverlayView(all.View, before);
        IReadOnlyList<Worker> workers = await RunDigests.ForEachAsync(
            reader, threads, () => new Worker(changes, new ChangeScope(before, afterAll, all), before, senders), cancellation).ConfigureAwait(false);
        return zones.Select((zone, i) => (zone, Proof: new ChangeProof(workers.Sum(w => w.Gains[i]), workers.Sum(w => w.Improved[i]), workers.Sum(w => w.Undecided[i]))))
            .ToDictionary(z => z.zone, z => z.Proof, StringComparer.Ordinal);
    }

    /// <summary>One change with caches of its own: they hold for one view.</summary>
    private sealed class Change(IDnsView before, RecordChanges records, EvaluationContext context)
    {
        public IDnsView View { get; } = new OverlayView(records.View, before);

        public EvaluationContext Context => context;

        public ChangeScope Scope() => new(before, View, records);
    }

    private sealed class Worker(Change[] changes, ChangeScope any, IDnsView answers, SenderAttributor senders) : IDigestWorker
    {
        private readonly KeptJudge[] _judges = [.. changes.Select(c => new KeptJudge(new DigestJudge(c.Context, c.View, senders), capacity: 1))];
        private readonly ConcernedChanges _concerned = new([.. changes.Select(c => c.Scope())], answers, changes[0].Context);
        private readonly ProfileTable<Outcome[]> _known = new(), _ofRebuilt = new();

        public ChangeScope? Scope => any;

        public long[] Gains { get; } = new long[changes.Length];

        public long[] Improved { get; } = new long[changes.Length];

        public long[] Undecided { get; } = new long[changes.Length];

        public void Add(KeptVerdict before, KeptDigest kept)
        {
            MessageRow row = before.Row;
            bool passed = RowAssessor.Assess(row) == Assessment.Pass, hadDkim = RowAssessor.DkimAligned(row), lacked = MissingAnswers.Concern(row);
            foreach (Outcome known in OutcomesOf(row, kept))
            {
                Outcome outcome = known.IsOfProfile ? known : Judge(known.Change, row, kept);
                Gains[known.Change] += (outcome.Passes ? 1 : 0) - (passed ? 1 : 0);
                Undecided[known.Change] += outcome.IsOpen && !lacked ? 1 : 0;
                Improved[known.Change] += (outcome.SpfAligned && !row.SpfAligned) || (outcome.DkimAligned && !hadDkim) ? 1 : 0;
            }
        }

        /// <summary>What the message comes to under each of the changes that can concern it.</summary>
        private Outcome[] OutcomesOf(MessageRow row, KeptDigest kept)
        {
            ProfileTable<Outcome[]> table = row.Repair == RowAssessor.NotAssessable ? _ofRebuilt : _known;
            if (table.TryGet(kept, out Outcome[]? outcomes))
                return outcomes;
            outcomes = [.. _concerned.Of(kept).Select(change => Judge(change, row, kept))];
            if (_concerned.IsOfProfile)
                table.Set(kept, outcomes);
            return outcomes;
        }

        private Outcome Judge(int change, MessageRow row, KeptDigest kept)
        {
            MessageRow after = _judges[change].Judge(row, kept, out bool isOfProfile);
            return new Outcome(change, isOfProfile, RowAssessor.Assess(after) == Assessment.Pass, MissingAnswers.LeaveOpen(after), after.SpfAligned, RowAssessor.DkimAligned(after));
        }

        /// <summary>What a message comes to under a change; each one of the profile is judged for itself where <paramref name="IsOfProfile"/> is false.</summary>
        private readonly record struct Outcome(int Change, bool IsOfProfile, bool Passes, bool IsOpen, bool SpfAligned, bool DkimAligned);
    }
}
