using System.Runtime.InteropServices;
using BulkVerify.Archives;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>Runs a run and tells people about it: what is read, progress, faults, the summary.</summary>
internal static class RunPresenter
{
    private const int FaultsShown = 10;

    public static async Task<int> RunAsync(RunFolder folder, VerifyOptions options, EngineOptions engine, string path, bool quiet, bool json)
    {
        using var drain = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var progress = new ProgressView(quiet);
        var verifier = new BulkVerifier(options, engine, TimeProvider.System);
        RunOutcome outcome;
        try
        {
            outcome = await verifier.RunAsync(folder, (plan, dns) => Announce(plan, dns, quiet), progress.Update, drain.Token, abort.Token).ConfigureAwait(false);
        }
        catch (IOException e) when (folder.CommittedSplits().Count > 0)
        {
            throw Stopped(e, path);
        }
        progress.Dispose();
        return Conclude(folder, outcome, path, quiet, json);

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (drain.IsCancellationRequested)
            {
                abort.Cancel();
                return;
            }
            Note(quiet: false, $"stopping after the splits in hand; continue with: {Invocation.Text} resume {Invocation.Quote(path)}");
            drain.Cancel();
        }
    }

    private static void Announce(ArchivePlan plan, RunDns dns, bool quiet)
    {
        Note(quiet, $"{SummaryView.Count(plan.Inputs.Count, "archive", "archives")}, {SizeText.ForPeople(plan.TotalBytes)}   DNS {SafeText.Of(dns.Provenance)}");
        foreach (IGrouping<MboxVariant, ArchiveInput> variant in plan.Inputs.Where(i => i.Kind == ContentKind.Mbox).GroupBy(i => i.Variant).OrderBy(g => g.Key))
            Note(quiet, $"read as mbox{variant.Key.ToString().ToLowerInvariant()}: {Names([.. variant])}");
        AnnounceSeparators(plan, quiet);
        if (plan.SkippedFiles > 0)
            Note(quiet, $"skipped {SummaryView.Count(plan.SkippedFiles, "file that is", "files that are")} not mail, such as {SafeText.Of(plan.SkippedExamples[0])}");
        foreach (string warning in dns.Warnings)
            Note(quiet: false, SafeText.Of(warning));
    }

    private static void AnnounceSeparators(ArchivePlan plan, bool quiet)
    {
        ArchiveInput[] loose = [.. plan.Inputs.Where(i => i is { Kind: ContentKind.Mbox, Separators: MboxSeparators.Loose })];
        if (loose.Length > 0)
            Note(quiet, $"read without empty lines before separators: {Names(loose)}; the other way with --separators strict");
        ArchiveInput[] unsure = [.. plan.Inputs.Where(i => i.PassedOver > 0)];
        if (unsure.Length > 0)
            Note(quiet: false, $"{SummaryView.Count(unsure.Sum(i => i.PassedOver), "line that looks", "lines that look")} like the beginning of a message after no empty line, read as text: {Names(unsure)}; where messages are missing: --separators loose");
    }

    private static string Names(IReadOnlyCollection<ArchiveInput> inputs) => string.Join(", ", inputs.Take(5).Select(i => SafeText.Of(i.Name))) + (inputs.Count > 5 ? ", ..." : "");

    private static int Conclude(RunFolder folder, RunOutcome outcome, string path, bool quiet, bool json)
    {
        if (outcome.Failure is { } failure)
            throw Stopped(failure.GetBaseException(), path);
        RunReader reader = RunReader.TryOpen(folder.Root)!;
        List<Fault> faults = [.. outcome.Plan.Faults, .. reader.ReadFaults()];
        Summary summary = outcome.Summary;
        Note(quiet, $"verified {SummaryView.Count(summary.Messages, "message", "messages")} in {outcome.Elapsed.TotalSeconds:0.0} s   {(faults.Count == 0 ? "no faults" : SummaryView.Count(faults.Count, "fault", "faults"))}");
        foreach (string line in DnsText.Of(outcome))
            Note(quiet, line);
        foreach (string warning in DnsText.Warnings(outcome))
            Note(quiet: false, warning);
        ShowFaults(faults, folder);
        if (json)
            WriteJson(summary);
        else
            SummaryView.Write(Screen.Output, summary, path, Judged(reader.Manifest.Options));
        if (!outcome.IsFinished)
        {
            string resume = $"{Invocation.Text} resume {Invocation.Quote(path)}";
            if (outcome.LastPass.IsPostponed)
            {
                Note(quiet: false, $"messages that met a DNS error are kept: judge them again, when a server can be reached, with: {resume}");
                return ExitCode.DoneWithFaults;
            }
            Note(quiet: false, outcome.RemainingSplits > 0
                ? $"{SummaryView.Count(outcome.RemainingSplits, "split", "splits")} left; continue with: {resume}"
                : $"messages that met a DNS error are left to be judged again; continue with: {resume}");
            return ExitCode.Interrupted;
        }
        return faults.Count > 0 ? ExitCode.DoneWithFaults : ExitCode.Done;
    }

    private static IOException Stopped(Exception failure, string path) =>
        new($"the run stopped: {(DiskFull.Is(failure) ? DiskFull.Words(failure) : failure.Message)} What is committed stays; go on with: {Invocation.Text} resume {Invocation.Quote(path)}", failure);

    /// <summary>When and by which rules mail was judged, in words.</summary>
    internal static string Judged(VerifyOptions options)
    {
        string time = options.AsOf switch { "receipt" => "judged at receipt", "now" => "judged as of now", _ => $"judged as of {options.AsOf}" };
        return $"{time}, rules {options.Rules switch { DmarcRuleChoice.Rfc7489 => "RFC 7489", DmarcRuleChoice.Both => "RFC 9989, RFC 7489 beside it", _ => "RFC 9989" }}";
    }

    public static void WriteJson(Summary summary)
    {
        using Stream output = Console.OpenStandardOutput();
        SummaryJson.Write(summary, output);
    }

    private static void ShowFaults(List<Fault> faults, RunFolder folder)
    {
        foreach (Fault fault in faults.Take(FaultsShown))
            Note(quiet: false, $"{SafeText.Of(fault.Archive)}{(fault.Offset is { } offset ? $"@{offset}" : "")}: {SafeText.Of(fault.Detail)}");
        if (faults.Count > FaultsShown)
            Note(quiet: false, $"... and {faults.Count - FaultsShown} more in {folder.FaultsFile}");
    }

    private static void Note(bool quiet, string text)
    {
        if (!quiet)
            SummaryView.WriteLine(Screen.Error, text);
    }
}
