using System.CommandLine;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine.Runs;
using BulkVerify.Senders;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify vendors list|show|check|match</summary>
internal static class VendorsCommand
{
    private const int MaxSuggestions = 8;

    public static Command Create()
    {
        var vendors = new Option<string?>("--vendors") { Description = "Vendor file laid over the built-in catalog.", HelpName = "FILE", Recursive = true };
        return new Command("vendors", """
            Shows and checks what is known of services that send mail for others.

            Examples:
              bulkverify vendors list                       every vendor: id, category, name
              bulkverify vendors show sendgrid              how one is recognized, and what its customers publish
              bulkverify vendors match message.eml          whom a message claims to be from, by its header alone
              bulkverify vendors match inbox.mbox mail/     the same of every message, counted by vendor
              bulkverify vendors check our-vendors.json     a file of your own, for verify --vendors
            """)
        {
            vendors, List(vendors), Show(vendors), Check(), Match(vendors),
        };
    }

    private static Command List(Option<string?> vendors)
    {
        var command = new Command("list", "One line per vendor: id, category, name.");
        command.SetAction(parsed =>
        {
            foreach (Vendor vendor in Catalog(parsed.GetValue(vendors)).Vendors)
                Write($"{vendor.Id,-30} {vendor.Category,-18} {vendor.Name}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(Option<string?> vendors)
    {
        var id = new Argument<string>("ID") { Description = "Id of the vendor, as list shows it, or a part of its name." };
        var command = new Command("show", "Everything that is known of one vendor.") { id };
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(id)!;
            Vendor vendor = Find(Catalog(parsed.GetValue(vendors)), wanted);
            foreach ((string label, string text) in Lines(vendor).Where(l => l.Text.Length > 0))
                Write($"{label,-22} {text}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "A vendor file, as for --vendors." };
        var command = new Command("check", "Says what is wrong with a vendor file.") { file };
        command.SetAction(parsed =>
        {
            VendorCatalogLoad load = VendorCatalog.Load(parsed.GetValue(file)!);
            foreach (VendorError error in load.Errors)
                Write(error.ToString());
            if (load.Errors.Count == 0)
                Write($"{parsed.GetValue(file)}: no errors; {load.Catalog.Vendors.Count} vendors with the built-in ones");
            return load.Errors.Count == 0 ? ExitCode.Done : ExitCode.Usage;
        });
        return command;
    }

    private static Command Match(Option<string?> vendors)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Messages, archives and folders, as for verify; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a line: sender, messages, archive and offset of the first, evidence." };
        var command = new Command("match", "Says which vendors messages claim to be from, by their headers alone. Nothing is verified: verify and explain do that.") { paths, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var matcher = new HeaderMatcher(Catalog(parsed.GetValue(vendors)));
            ArchivePlan plan = ArchivePlanner.Plan(parsed.GetValue(paths)!, new PlanOptions { RunMarker = RunFolder.ManifestName }, cancellation);
            IReadOnlyList<Fault> faults = await matcher.ReadAsync(plan, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
                WriteJson(matcher.Matches);
            else if (matcher.Messages == 1)
                WriteOne(matcher.Matches[0]);
            else
                WriteMany(matcher);
            foreach (Fault fault in faults)
                SummaryView.WriteLine(Screen.Error, $"{SafeText.Of(fault.Archive)}{(fault.Offset is { } offset ? $"@{offset}" : "")}: {SafeText.Of(fault.Detail)}");
            return faults.Count == 0 ? ExitCode.Done : ExitCode.DoneWithFaults;
        });
        return command;
    }

    private static void WriteOne(HeaderMatch match)
    {
        Write(match.Attribution.Sender);
        if (match.Attribution.Kind == SenderKind.Unknown)
        {
            Write("  nothing in the header is of a known vendor; keys, SPF and hosts tell more:");
            // A message within an archive is opened by its place in a run.
            Write(match.First is { Offset: 0, Archive: var file } && File.Exists(file)
                ? $"  {Invocation.Text} explain {Invocation.Quote(file)} --dns live"
                : $"  {Invocation.Text} verify {Invocation.Quote(match.First.Archive.Split('!')[0])} --dns live");
        }
        foreach (string text in match.Attribution.Evidence)
            Write($"  {text}");
    }

    private static void WriteMany(HeaderMatcher matcher)
    {
        foreach (HeaderMatch match in matcher.Matches)
        {
            Write($"{SummaryView.Number(match.Messages),10}  {match.Attribution.Sender}");
            Write($"            such as {match.First.Archive}@{match.First.Offset}{(match.Attribution.Evidence.Count > 0 ? $": {match.Attribution.Evidence[0]}" : "")}");
        }
        Write($"{SummaryView.Number(matcher.Messages),10}  in all, by their headers alone; verify says who really sent them");
    }

    private static void WriteJson(IEnumerable<HeaderMatch> matches)
    {
        foreach (HeaderMatch match in matches)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { sender = match.Attribution.Sender, messages = match.Messages, archive = match.First.Archive, offset = match.First.Offset, evidence = match.Attribution.Evidence }));
        }
    }

    /// <summary>By id, else by what only one vendor has in its id or name.</summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    private static Vendor Find(VendorCatalog catalog, string wanted)
    {
        if (catalog.Find(wanted.ToLowerInvariant()) is { } exact)
            return exact;
        Vendor[] like = [.. catalog.Vendors.Where(v => wanted.Length > 0 && (v.Id.Contains(wanted, StringComparison.OrdinalIgnoreCase) || v.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))];
        return like switch
        {
            [var one] => one,
            [] => throw new UsageException($"there is no vendor \"{SafeText.Of(wanted)}\": see '{Invocation.Text} vendors list'."),
            _ => throw new UsageException($"\"{SafeText.Of(wanted)}\" may be {string.Join(", ", like.Take(MaxSuggestions).Select(v => v.Id))}{(like.Length > MaxSuggestions ? ", ..." : "")}: give one of these ids."),
        };
    }

    private static VendorCatalog Catalog(string? file)
    {
        if (file is null)
            return VendorCatalog.Embedded;
        if (!File.Exists(file))
            throw new UsageException($"--vendors {file}: there is no such file.");
        VendorCatalogLoad load = VendorCatalog.Load(file);
        return load.Errors.Count == 0 ? load.Catalog : throw new UsageException(string.Join('\n', load.Errors.Select(e => SafeText.Of(e.ToString()))));
    }

    private static IEnumerable<(string Label, string Text)> Lines(Vendor vendor)
    {
        yield return ("id", vendor.Id);
        yield return ("name", vendor.Name);
        yield return ("category", vendor.Category);
        yield return ("home", vendor.Home);
        yield return ("modes", Join(vendor.Modes));
        yield return ("runs on", Join(vendor.RunsOn));
        yield return ("SPF includes", Join(vendor.SpfIncludes));
        yield return ("MAIL FROM domains", Join(vendor.MailFromDomains));
        yield return ("DKIM domains", Join(vendor.DkimDomains));
        yield return ("selectors", Join(vendor.Selectors));
        yield return ("common selectors", Join(vendor.CommonSelectors));
        yield return ("key targets", Join(vendor.KeyTargets));
        yield return ("shared keys", Join(vendor.SharedKeys.Select(k => $"{k.Selector} ({k.Bits} bits)")));
        yield return ("host names", Join(vendor.HostNames));
        yield return ("header fields", Join(vendor.Headers.Select(h => h.Value is null ? h.Name : $"{h.Name} ~ {h.Value}")));
        yield return ("Feedback-ID", vendor.FeedbackId?.Source ?? "");
        yield return ("unsubscribe hosts", Join(vendor.UnsubscribeHosts));
        yield return ("customer's MAIL FROM", YesNo(vendor.SupportsCustomMailFrom));
        yield return ("SPF alignment", vendor.MailFromAlignment);
        yield return ("return path", vendor.ReturnPath is { } r ? $"{r.Name} {r.Type} {r.Target}{(r.Include.Length > 0 ? $", TXT include:{r.Include}" : "")}" : "");
        yield return ("customer's DKIM", YesNo(vendor.SupportsCustomDkim));
        yield return ("key record", vendor.KeyRecord);
        yield return ("key bits", Join(vendor.KeyBits.Select(b => $"{b}")));
        yield return ("setup", vendor.Setup);
    }

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);

    private static string YesNo(bool? value) => value switch { true => "yes", false => "no", null => "" };

    private static void Write(string line) => Console.Out.WriteLine(SafeText.Of(line, 4000));
}
