using System.CommandLine;
using BulkVerify.Dns;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify verify PATH...</summary>
internal static class VerifyCommand
{
    private const string DefaultRun = "./bulkverify-run";

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Archives and folders; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        var judging = new JudgingOptions();
        var working = new WorkingOptions();
        var output = new Option<string>("--out") { Description = "Run folder.", DefaultValueFactory = _ => DefaultRun, HelpName = "DIR" };
        var record = new Option<string?>("--record") { Description = "Write every DNS answer of the run into this file, with its time: --dns FILE gives the same results again.", HelpName = "FILE" };
        var since = new Option<string?>("--since") { Description = "Judge only mail received on this day, in this month or year, or later (UTC); the rest is counted.", HelpName = "DATE" };
        var until = new Option<string?>("--until") { Description = "Judge only mail received on this day, in this month or year, or earlier (UTC); the rest is counted.", HelpName = "DATE" };
        var sample = new NumberOption("--sample", "Judge one message in N, chosen by its place: the same ones each time.", least: 1, preset: 1);
        var restart = new Option<bool>("--restart") { Description = "Replace a run that is in the run folder already." };
        var keepDigests = new Option<bool>("--keep-digests") { Description = "Keep what 'whatif' needs to judge the mail again under other records: about 650 bytes a message." };
        var command = new Command("verify",
            "Verifies every message of the archives and prints what each sender's mail does.\n\n" +
            "Reads mbox, .eml and Maildir, also inside .gz .bz2 .zst .tar .zip. Nothing is asked of the network unless --dns says live or names a server.\n\n" +
            "Examples:\n" +
            "  bulkverify verify data/sample\n" +
            "  bulkverify verify inbox.mbox.gz mail/ --dns live --out runs/june\n" +
            "  bulkverify verify inbox.mbox --dns live --record recorded.zone\n" +
            "  zcat inbox.mbox.gz | bulkverify verify - --dns recorded.zone\n" +
            "  bulkverify verify inbox.mbox --dns recorded.zone --overlay planned-changes.zone\n" +
            "  bulkverify verify archives/ --dns live --since 2026-01 --until 2026-06 --sample 20\n" +
            "  bulkverify verify inbox.mbox --dns live --relay mx1.example.com,192.0.2.0/24\n" +
            "  bulkverify verify customers.mbox --dns live --outbound-relay smtp.example.com --organization example.com\n\n" +
            "Exit codes: 0 done, 1 done with faults, 2 usage, 3 failed, 130 interrupted.")
        {
            paths, output, record, since, until, sample, restart, keepDigests,
        };
        judging.AddTo(command);
        working.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            string[] named = parsed.GetValue(paths)!;
            bool quiet = parsed.GetValue(working.Quiet);
            VerifyOptions options = judging.Read(parsed, named, DnsChoice.Decide(parsed.GetValue(judging.Dns), named, quiet)) with
            {
                KeepDigests = parsed.GetValue(keepDigests),
                RecordFile = RecordingFile(parsed.GetValue(record)),
                Since = RowFilter.StartOf("--since", parsed.GetValue(since)),
                Until = RowFilter.EndOf("--until", parsed.GetValue(until)),
                Sample = sample.Of(parsed),
            };
            EngineOptions engine = working.Read(parsed);
            string folder = parsed.GetValue(output)!;
            // The last step, for it may remove a run.
            RunFolder run = PrepareFolder(folder, options, isDefault: folder == DefaultRun, parsed.GetValue(restart));
            Make(run, folder);
            return await RunPresenter.RunAsync(run, options, engine, folder, quiet, parsed.GetValue(working.Json)).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>A finished run is replaced only under the default name or with --restart; an unfinished one goes on under the same options.</summary>
    private static RunFolder PrepareFolder(string path, VerifyOptions options, bool isDefault, bool restart)
    {
        var folder = new RunFolder(path);
        if (!File.Exists(folder.ManifestFile))
        {
            if (folder.IsOnlyBegun())
                folder.Clear();
            else if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !restart)
                throw new UsageException($"--out {path}: the folder is not empty and holds no run; name another one.");
            return folder;
        }
        // A run that cannot be read can be replaced all the same.
        if (restart || folder.ReadManifest() is not { } manifest || (manifest.State == RunState.Finished && isDefault))
        {
            folder.Clear();
            return folder;
        }
        if (manifest.State == RunState.Finished)
            throw new UsageException($"--out {path}: holds a finished run. Replace it with --restart, or name another folder.");
        if (manifest.OptionsHash != BulkVerifier.HashOf(options))
            throw new UsageException($"--out {path}: holds an unfinished run with other options. Go on with it by '{Invocation.Text} resume {Invocation.Quote(path)}', or replace it with --restart.");
        return folder;
    }

    /// <exception cref="UsageException">The folder cannot be made.</exception>
    private static void Make(RunFolder run, string path)
    {
        try
        {
            run.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out {path}: the folder cannot be made here ({(File.Exists(path) ? "there is a file of this name" : e is UnauthorizedAccessException ? "no permission" : SafeText.Of(e.Message))}); name another one.");
        }
    }

    /// <summary>A recording is replaced, another file is not.</summary>
    /// <exception cref="UsageException">The file cannot be taken.</exception>
    private static string? RecordingFile(string? path)
    {
        if (path is null)
            return null;
        string full = Path.GetFullPath(path);
        OutputFile.Check("--record", path);
        if (File.Exists(full) && new FileInfo(full).Length > 0 && !AnswerLog.IsRecording(full))
            throw new UsageException($"--record {path}: the file is there and is no recording of answers; name another one.");
        return full;
    }
}
