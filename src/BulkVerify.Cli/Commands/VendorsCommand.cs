using System.CommandLine;
using BulkVerify.Claims;
using BulkVerify.Cli.Terminal;
using BulkVerify.Senders;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify vendors list|show|check|match</summary>
internal static class VendorsCommand
{
    /// <summary>Octets of a message that are read: its header lies there.</summary>
    private const int MaxHeaderLength = 1 << 20;

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
        var file = new Argument<string>("FILE") { Description = "One message." };
        var command = new Command("match", "Says which vendor a message claims to be from, by its header alone. Nothing is verified: explain does that.") { file };
        command.SetAction(parsed =>
        {
            VendorCatalog catalog = Catalog(parsed.GetValue(vendors));
            byte[] message = ReadHeader(parsed.GetValue(file)!);
            var names = new NameTable();
            var headers = new HeaderTable();
            HeaderScanner.Scan(message, headers);
            SignatureEvidence[] signatures = [.. new SignatureClaimReader(names).Read(message, headers).Dkim
                .Where(s => s.Domain is not null)
                .Select(s => new SignatureEvidence(s.Domain!, s.Selector?.Value ?? "", Passes: false, IsAligned: false) { IsOpen = true, Fault = "not verified" })];
            var evidence = new SenderEvidence { Signatures = signatures, Marks = new VendorMarkReader(catalog.Fingerprints, names).Read(message, headers) };
            Attribution attribution = new SenderAttributor(catalog, d => d).Attribute(evidence);
            Write(attribution.Sender);
            if (attribution.Kind == SenderKind.Unknown)
            {
                Write("  nothing in the header is of a known vendor; keys, SPF and hosts tell more:");
                Write($"  {Invocation.Text} explain {Invocation.Quote(parsed.GetValue(file)!)} --dns live");
            }
            foreach (string text in attribution.Evidence)
                Write($"  {text}");
            return ExitCode.Done;
        });
        return command;
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
        VendorCatalogLoad load = VendorCatalog.Load(file);
        return load.Errors.Count == 0 ? load.Catalog : throw new UsageException(string.Join('\n', load.Errors.Select(e => SafeText.Of(e.ToString()))));
    }

    private static byte[] ReadHeader(string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{path}: is a folder; give the file of one message.");
        if (!File.Exists(path))
            throw new UsageException($"{path}: there is no such file.");
        using FileStream stream = File.OpenRead(path);
        byte[] content = new byte[Math.Min(stream.Length, MaxHeaderLength)];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
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
        yield return ("return path", vendor.ReturnPath is { } r ? $"{r.Name} {r.Type} {r.Target}" : "");
        yield return ("customer's DKIM", YesNo(vendor.SupportsCustomDkim));
        yield return ("key record", vendor.KeyRecord);
        yield return ("key bits", Join(vendor.KeyBits.Select(b => $"{b}")));
        yield return ("setup", vendor.Setup);
    }

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);

    private static string YesNo(bool? value) => value switch { true => "yes", false => "no", null => "" };

    private static void Write(string line) => Console.Out.WriteLine(SafeText.Of(line, 4000));
}
