using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify explain FILE, or explain RUN ARCHIVE@OFFSET</summary>
internal static class ExplainCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var target = new Argument<string>("FILE|RUN") { Description = "A message or archive; or a run folder, whose DNS and options are used." };
        var place = new Argument<string?>("ARCHIVE@OFFSET") { Description = "Which message of the run (or of the archive: @OFFSET).", Arity = ArgumentArity.ZeroOrOne };
        var judging = new JudgingOptions();
        var clientIp = new Option<string?>("--client-ip") { Description = "Address of the SMTP client, in place of what the message says.", HelpName = "ADDRESS" };
        var helo = new Option<string?>("--helo") { Description = "HELO name, in place of what the message says.", HelpName = "NAME" };
        var mailFrom = new Option<string?>("--mail-from") { Description = "MAIL FROM, in place of what the message says; <> for none.", HelpName = "ADDRESS" };
        var hashed = new Option<string?>("--hashed") { Description = "Write the exact octets that each signature covers into this folder.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "The same facts as JSON." };
        var command = new Command("explain",
            "Shows one message step by step: envelope, every signature, SPF's path, the DMARC walk.\n\n" +
            "Examples:\n" +
            "  bulkverify explain message.eml --dns live\n" +
            "  bulkverify explain bulkverify-run inbox.mbox@5120\n" +
            "  bulkverify explain inbox.mbox @5120 --dns recorded.zone --json\n" +
            "  bulkverify explain message.eml --dns none --hashed octets/")
        {
            target, place, clientIp, helo, mailFrom, hashed, json,
        };
        judging.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(target)!;
            EnvelopeOptions overrides = Overrides(parsed.GetValue(clientIp), parsed.GetValue(helo), parsed.GetValue(mailFrom));
            RunReader? run = RunReader.TryOpen(path);
            if (run is not null)
                RefuseOptions([.. judging.Given(parsed)], path);
            VerifyOptions options = run?.Options ?? judging.Read(parsed, [path], DnsOf(parsed.GetValue(judging.Dns), path));
            ArchivePlan plan = PlanOf(run, options);
            using RunDns dns = OpenDns(run, options);
            var explainer = new MessageExplainer(options, dns, TimeProvider.System) { Overrides = overrides };
            MessageLocator? locator = Locator(parsed.GetValue(place), plan, run);
            Explanation explanation = await explainer.ExplainAsync(plan, locator, Writer(parsed.GetValue(hashed)), cancellation).ConfigureAwait(false)
                ?? throw NotFound(plan, locator?.Archive, parsed.GetValue(place) ?? path);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(explanation, Json));
            else
                ExplanationView.Write(Screen.Output, explanation);
            return ExitCode.Done;
        });
        return command;
    }

    private static string DnsOf(string? option, string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"{path}: there is no such file, and no run folder.");
        return DnsChoice.Decide(option, [Path.GetDirectoryName(Path.GetFullPath(path))!], quiet: false);
    }

    /// <summary>A run's messages are shown as the run judged them.</summary>
    private static void RefuseOptions(string[] given, string path)
    {
        if (given.Length > 0)
            throw new UsageException($"{string.Join(", ", given)}: a run is explained with its own DNS and options. To judge the message in another way, name the archive in place of {path}: {Invocation.Text} explain ARCHIVE @OFFSET {given[0]} ...");
    }

    private static ArchivePlan PlanOf(RunReader? run, VerifyOptions options)
    {
        if (run is not null)
            return run.ReadPlan() ?? throw new UsageException($"{run.Folder.Root}: the run ended before it read anything. Go on with it: {Invocation.Text} resume {Invocation.Quote(run.Folder.Root)}");
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, new EngineOptions()));
        return plan.Faults.Count == 0 ? plan : throw new UsageException($"{plan.Faults[0].Archive}: {plan.Faults[0].Detail}");
    }

    /// <summary>What the run took its answers from; of a live run the answers that it recorded, so that nothing is asked again.</summary>
    private static RunDns OpenDns(RunReader? run, VerifyOptions options)
    {
        DnsSource source = OptionValues.Dns(options);
        if (run is not null && source.IsLive)
            source = new DnsSource(DnsSourceKind.Files, run.AnswersFile(), []);
        string? overlay = options.OverlayFile is null || run is null ? options.OverlayFile : run.OverlayFile();
        return RunDns.Open(source, null, TimeProvider.System, overlay);
    }

    private static MessageLocator? Locator(string? place, ArchivePlan plan, RunReader? run)
    {
        if (place is null)
            return run is null ? null : throw new UsageException("say which message of the run: ARCHIVE@OFFSET, as summary and export print it.");
        int at = place.LastIndexOf('@');
        if (at < 0 || !long.TryParse(place.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            throw new UsageException($"{place}: give ARCHIVE@OFFSET, such as inbox.mbox@5120.");
        string archive = at == 0 ? plan.Inputs[0].Name : place[..at];
        string[] named = [.. plan.Inputs.Select(i => i.Name).Where(n => n == archive || archive.StartsWith(n + "!", StringComparison.Ordinal) || n.EndsWith("/" + archive, StringComparison.Ordinal))];
        if (named.Length == 0)
            throw new UsageException($"{archive}: the run read no such archive. It read {string.Join(", ", plan.Inputs.Take(5).Select(i => i.Name))}{(plan.Inputs.Count > 5 ? ", ..." : "")}.");
        return new MessageLocator(archive.Contains('!', StringComparison.Ordinal) ? archive : named[0], offset);
    }

    /// <summary>Why nothing was found: the archive is not where it was, or the offset is wrong.</summary>
    private static UsageException NotFound(ArchivePlan plan, string? archive, string place)
    {
        ArchiveInput? input = plan.Inputs.FirstOrDefault(i => i.Name == archive || archive?.StartsWith(i.Name + "!", StringComparison.Ordinal) == true);
        if (input is { Path: "-" })
            return new UsageException("this message came from standard input, which cannot be read again: keep it in a file to explain its messages.");
        return input is not null && !File.Exists(input.Path)
            ? new UsageException($"{input.Path}: is not there any more; explain reads the message again. Put it back, or go to the directory from which it was verified.")
            : new UsageException($"no message begins at {place}. Offsets are those that export and summary print; an archive that changed since it was verified is verified again first.");
    }

    private static EnvelopeOptions Overrides(string? clientIp, string? helo, string? mailFrom)
    {
        IPAddress? address = null;
        if (clientIp is not null && !IPAddress.TryParse(clientIp, out address))
            throw new UsageException($"--client-ip {clientIp}: give an address such as 192.0.2.1 or 2001:db8::1.");
        return new EnvelopeOptions { ClientIp = address, Helo = helo, MailFrom = mailFrom };
    }

    private static Action<int, byte[], byte[]>? Writer(string? folder)
    {
        if (folder is null)
            return null;
        Directory.CreateDirectory(folder);
        return (index, headers, body) =>
        {
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"dkim-{index + 1}.headers")), headers);
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"dkim-{index + 1}.body")), body);
        };
    }
}
