using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>Summaries of a run folder with all that the folder determines: its answers make records of advice exact, its digests prove what they gain.</summary>
public static class RunSummaries
{
    /// <summary>Changes that are proven unless more are asked for: those that gain most by projection.</summary>
    public const int DefaultMaxProven = 100;

    /// <summary>What a summary of the run needs beside its statistics.</summary>
    /// <param name="reader">The run.</param>
    /// <param name="options">Those of the run, where organizations or intents are others; null for the run's own.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataException">A file of the run, or one that its options name, is not of its form; the message names it.</exception>
    /// <param name="maxProven">Changes that are proven; what was proven before is known all the same.</param>
    public static Task<SummaryContext> ContextAsync(RunReader reader, VerifyOptions? options, CancellationToken cancellation, int maxProven = DefaultMaxProven) =>
        ProvenAsync(reader, UnprovenContext(reader, options), cancellation, maxProven);

    private static async Task<SummaryContext> ProvenAsync(RunReader reader, SummaryContext context, CancellationToken cancellation, int maxProven)
    {
        if (!RunDigests.AreKept(reader))
            return context;
        ProofFile known = ProofFile.Read(reader);
        RunStatistics statistics = await reader.ReadStatisticsAsync(context, cancellation).ConfigureAwait(false);
        IEnumerable<Advice> provable = Summary.From(statistics, [], context).Advice.Where(a => a is { IsDnsChange: true, Zone.Length: > 0 });
        string[] open = [.. provable.Take(maxProven).Select(a => a.Zone).Distinct().Where(z => !known.Proofs.ContainsKey(z))];
        foreach ((string zone, ChangeProof proof) in await AdviceProver.ProveAsync(reader, open, Environment.ProcessorCount, TimeProvider.System, cancellation).ConfigureAwait(false))
            known.Proofs[zone] = proof;
        if (open.Length > 0)
            known.TryWrite(reader);
        return context with { Proofs = known.Proofs, IsProvable = true };
    }

    /// <summary>The same without proofs, for a part of the run: what is proven is so for the whole.</summary>
    /// <inheritdoc cref="ContextAsync"/>
    public static SummaryContext UnprovenContext(RunReader reader, VerifyOptions? options) => WithAnswers(reader, RunSetup.Summaries(options ?? reader.Options));

    private static SummaryContext WithAnswers(RunReader reader, SummaryContext context)
    {
        if (reader.Manifest.Answers is null && !File.Exists(reader.Folder.DnsFile))
            return context;
        IDnsView answers = RunAnswers.Open(reader);
        return context with { Dns = answers, AskedAt = RunAnswers.AskedAt(reader.Manifest, answers) };
    }

    /// <summary>What a table of the run's rows needs: the same without proofs and answers.</summary>
    /// <param name="reader">The run.</param>
    /// <param name="options">Its options, with other organizations where they are asked for.</param>
    /// <param name="zone">Its answers.</param>
    public static SummaryContext TableContext(RunReader reader, VerifyOptions options, IDnsView zone) =>
        RunSetup.Summaries(options) with { AskedAt = RunAnswers.AskedAt(reader.Manifest, zone) };

    /// <summary>The summary of the run.</summary>
    /// <inheritdoc cref="ContextAsync"/>
    /// <param name="faults">Faults of the run.</param>
    public static async Task<Summary> OfAsync(RunReader reader, IEnumerable<Fault> faults, VerifyOptions? options, CancellationToken cancellation, int maxProven = DefaultMaxProven)
    {
        SummaryContext bare = RunSetup.Summaries(options ?? reader.Options);
        Task<RunStatistics> counting = Task.Run(() => StatisticsAsync(reader, bare, cancellation), cancellation);
        SummaryContext context = await ProvenAsync(reader, WithAnswers(reader, bare), cancellation, maxProven).ConfigureAwait(false);
        return Summary.From(await counting.ConfigureAwait(false), faults, context);
    }

    /// <summary>The statistics of the run, with only our messages in streams of others.</summary>
    /// <param name="reader">The run.</param>
    /// <param name="context">Says which organizations are ours.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<RunStatistics> StatisticsAsync(RunReader reader, SummaryContext context, CancellationToken cancellation) =>
        await OurStreams.StatisticsAsync(await reader.ReadStatisticsAsync(context, cancellation).ConfigureAwait(false), context, () => reader.ReadRowsAsync(cancellation)).ConfigureAwait(false);
}
