using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine.Keys.Recovery;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify keys recover RUN</summary>
internal static class KeysRecoverCommand
{
    /// <summary>Keys that were not searched, shown each.</summary>
    private const int NamedKeys = 100;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder. The archives that it read must still be where they were, unless the run kept digests (verify --keep-digests)." };
        var domain = new Option<string?>("--domain") { Description = "Only keys of this signing domain (d=).", HelpName = "NAME" };
        var selector = new Option<string?>("--selector") { Description = "Only keys of this selector (s=).", HelpName = "NAME" };
        var least = new NumberOption("--min-signatures", "Leave out selectors with fewer signatures; 2 is the least.", least: 2, preset: 2);
        var attempts = new NumberOption("--attempts", "Signatures tried for each key before it is given up; raise it where most mail was altered.", least: 1, preset: new RecoveryOptions().Attempts);
        var threads = NumberOption.Threads("Keys searched at the same time; each takes up to 140 MB, 280 MB for 4096 bits.", Math.Min(4, Environment.ProcessorCount));
        var command = new Command("recover",
            "Recovers keys that the DNS no longer has from the signatures that they made: two unaltered RSA signatures of one key give its modulus away. Writes a keyring, each key with the number of\n" +
            "messages that agree with it, from the first to the last of them. A recovered key shows that messages belong together; it proves no signer, so what it verifies is\n" +
            "'consistent with a recovered key', never pass.\n\n" +
            "A key of 1024 bits takes about 20 s, one of 2048 bits 50 s, one of 4096 bits 120 s. Ctrl-C ends the search and writes what was found. Needs the GMP library (apt-get install libgmp10).\n\n" +
            "Examples:\n" +
            "  bulkverify keys recover bulkverify-run > recovered.jsonl\n" +
            "  bulkverify keys recover bulkverify-run --domain example.com --attempts 20 > recovered.jsonl\n" +
            "  bulkverify verify inbox.mbox --dns bulkverify-run/dns.zone --keys recovered.jsonl --out again")
        {
            run, domain, selector, least, attempts, threads,
        };
        command.SetAction(async (parsed, _) =>
        {
            var options = new RecoveryOptions
            {
                Domain = NameText.Parse("--domain", parsed.GetValue(domain)),
                Selector = NameText.Parse("--selector", parsed.GetValue(selector), "a selector such as s1"),
                MinSignatures = least.Of(parsed),
                Attempts = attempts.Of(parsed),
                Threads = threads.Of(parsed),
            };
            if (!GmpLibrary.IsAvailable)
                throw new UsageException(GmpLibrary.HowToInstall);
            return await RecoverAsync(RunAccess.Open(parsed.GetValue(run)!), options).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RecoverAsync(RunReader reader, RecoveryOptions options)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        int done = 0, all = 0;
        var recovery = new KeyRecovery(reader, options, TimeProvider.System)
        {
            Searching = groups =>
            {
                all = groups;
                Note($"{SummaryView.Count(groups, "key to search: it is gone and has", "keys to search: they are gone and have")} at least {options.MinSignatures} signatures");
            },
            Searched = result => Note(Line(++done, all, result)),
        };
        RecoveryOutcome outcome = await recovery.RecoverAsync(stop.Token).ConfigureAwait(false);
        KeysCommand.Write(outcome.Keys);
        Conclude(outcome);
        return stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            Note("stopping: the keys found so far are written");
            stop.Cancel();
        }
    }

    private static string Line(int done, int all, GroupResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{done} of {all}  {SafeText.Of(result.Selector.Value)}._domainkey.{SafeText.Of(result.Domain.Value)}  {result.Bits} bits, {SummaryView.Count(result.Signatures, "signature", "signatures")}: "
        + $"{(result.Keys == 0 ? NotRecovered(result) : result.Keys == 1 ? "recovered" : $"{result.Keys} keys recovered")}  {result.Elapsed.TotalSeconds:0.0} s, {result.PeakBytes / 1e6:0} MB");

    private static string NotRecovered(GroupResult result) =>
        $"not recovered, as no two that were tried agree on a key: {(result.Intact == 0 ? "all bodies were altered" : result.Intact < result.Signatures ? $"{SummaryView.Number(result.Signatures - result.Intact)} bodies were altered" : "headers were altered")}, or each was made by another key";

    private static void Conclude(RecoveryOutcome outcome)
    {
        foreach (UnsearchedKey key in outcome.Unsearched.Take(NamedKeys))
            Note($"{SafeText.Of(key.Selector)}._domainkey.{SafeText.Of(key.Domain)}  {key.Reason}");
        if (outcome.Unsearched.Count > NamedKeys)
            Note($"... and {SummaryView.Number(outcome.Unsearched.Count - NamedKeys)}{(outcome.Unsearched.Count == RecoveryOptions.MaxNamed ? " or more" : "")} others of this kind");
        foreach (string warning in outcome.Warnings.Take(10))
            Note(SafeText.Of(warning, 400));
        if (outcome.TooSmall > 0)
            Note($"{SummaryView.Count(outcome.TooSmall, "selector has", "selectors have")} too few signatures to recover a key");
        if (outcome.TooMany > 0)
            Note($"{SummaryView.Count(outcome.TooMany, "smaller selector was", "smaller selectors were")} left out: narrow the search with --domain or --selector");
        if (outcome.Searched < outcome.Groups)
            Note($"{SummaryView.Number(outcome.Groups - outcome.Searched)} of {SummaryView.Number(outcome.Groups)} selectors were not searched");
        Note($"{SummaryView.Count(outcome.Keys.Count, "key", "keys")} recovered; {SummaryView.Count(outcome.Keys.Sum(k => k.Messages), "message agrees", "messages agree")} with {(outcome.Keys.Count == 1 ? "it" : "them")}");
        if (outcome.Keys.Count > 0)
            Note($"use them with: {Invocation.Text} verify PATH --keys FILE");
    }

    private static void Note(string text) => SummaryView.WriteLine(Screen.Error, text);
}
