using System.CommandLine;
using BulkVerify.Engine;

namespace BulkVerify.Cli.Commands;

/// <summary>The options that decide verdicts: one meaning in every command that takes them.</summary>
internal sealed class JudgingOptions
{
    public Option<string?> Dns { get; } = new("--dns")
    {
        Description = "Where DNS answers come from: a zone file or folder, 'live', HOST:PORT[,HOST:PORT], or 'none'. Default: dns.zone in a folder named on the command line.",
        HelpName = "FILE|DIR|live|HOST:PORT|none",
    };

    public Option<string?> Overlay { get; } = new("--overlay")
    {
        Description = "Zone file whose records take the place of those that --dns gives: judge as if they were published.",
        HelpName = "FILE",
    };

    public Option<string> Rules { get; } = new("--rules")
    {
        Description = "DMARC rules: 9989 (DNS tree walk), 7489 (public suffix list), or both side by side.",
        DefaultValueFactory = _ => "9989",
    };

    public Option<string> Mbox { get; } = new("--mbox")
    {
        Description = "mbox variant, for archives where it is known better than a sample can tell.",
        DefaultValueFactory = _ => "auto",
    };

    public Option<string> Separators { get; } = new("--separators")
    {
        Description = "Where messages of an mbox begin: strict, at a separator after an empty line; loose, at every separator; auto, loose where a sample shows that its writer often leaves the empty line out.",
        DefaultValueFactory = _ => "auto",
    };

    public Option<string> MaxMessage { get; } = new("--max-message")
    {
        Description = "Largest message; larger ones are refused and counted.",
        DefaultValueFactory = _ => "64M",
        HelpName = "SIZE",
    };

    public Option<string[]> Relays { get; } = new("--relay")
    {
        Description = "Your own hosts that receive mail (MX, gateways in front of mailboxes), names or CIDRs: who handed mail to them is the client that SPF judges.",
        HelpName = "NAME|CIDR,...",
    };

    public Option<string[]> OutboundRelays { get; } = new("--outbound-relay")
    {
        Description = "Your own hosts that send out, names or CIDRs, with the hosts behind them: vendors that hand mail to them are integrated internally, and the audit of relays judges them. SPF is judged as without it.",
        HelpName = "NAME|CIDR,...",
    };

    public Option<string[]> TrustAuthres { get; } = new("--trust-authres")
    {
        Description = "authserv-ids of receivers, or domains above them, whose Authentication-Results and Received-SPF are believed. Default: the host that received the message, by its own fields.",
        HelpName = "ID,...",
    };

    public Option<string> AsOf { get; } = new("--as-of")
    {
        Description = "When x= is judged: receipt, now, or a date such as 2024-05-31.",
        DefaultValueFactory = _ => "receipt",
        HelpName = "receipt|now|DATE",
    };

    public Option<string> PolicyDate { get; } = new("--policy-date")
    {
        Description = "Judge rsa-sha1 and short keys also by the rules of a day, such as 2016-01-01 (RFC 8301 ended them in January 2018), or of each message's receipt. Shown beside today's verdict, which counts.",
        DefaultValueFactory = _ => "current",
        HelpName = "DATE|receipt|current",
    };

    public Option<string[]> Keys { get; } = new("--keys")
    {
        Description = "Keyring files: keys that the DNS no longer has, each used for mail received while it was in use. Make one with 'keys export' or 'keys recover'.",
        HelpName = "FILE,...",
    };

    public Option<string?> PublicSuffixes { get; } = new("--psl")
    {
        Description = "Public suffix list that supersedes the built-in rules (RFC 7489 only).",
        HelpName = "FILE",
    };

    public Option<string?> Vendors { get; } = new("--vendors")
    {
        Description = "Vendors that add to or replace entries of the built-in catalog.",
        HelpName = "FILE",
    };

    public OursOptions Ours { get; } = new();

    private IEnumerable<Option> All =>
        [Dns, Overlay, Rules, Mbox, Separators, MaxMessage, Relays, OutboundRelays, TrustAuthres, AsOf, PolicyDate, Keys, PublicSuffixes, Vendors, .. Ours.All];

    public JudgingOptions()
    {
        Rules.AcceptOnlyFromAmong("9989", "7489", "both");
        Mbox.AcceptOnlyFromAmong("auto", "o", "rd", "cl", "cl2");
        Separators.AcceptOnlyFromAmong("auto", "strict", "loose");
    }

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>Names of those that the command line gives.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => All.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    /// <exception cref="UsageException">A value is not of its form, or a file is not there.</exception>
    /// <exception cref="OptionException">A value is not of its form.</exception>
    public VerifyOptions Read(ParseResult parsed, IReadOnlyList<string> paths, string dns)
    {
        if (!SizeText.TryParse(parsed.GetValue(MaxMessage)!, out long maxMessage) || maxMessage > int.MaxValue / 2)
            throw new UsageException($"--max-message {parsed.GetValue(MaxMessage)}: give a size up to 1G such as 64M.");
        VerifyOptions options = Ours.Read(parsed, new VerifyOptions
        {
            Paths = paths,
            Dns = dns,
            OverlayFile = OverlayFile(parsed.GetValue(Overlay)),
            Rules = parsed.GetValue(Rules) switch { "7489" => DmarcRuleChoice.Rfc7489, "both" => DmarcRuleChoice.Both, _ => DmarcRuleChoice.Rfc9989 },
            Mbox = parsed.GetValue(Mbox)!,
            Separators = parsed.GetValue(Separators)!,
            MaxMessageBytes = maxMessage,
            Relays = List(parsed.GetValue(Relays)),
            OutboundRelays = List(parsed.GetValue(OutboundRelays)),
            TrustedAuthservIds = List(parsed.GetValue(TrustAuthres)),
            AsOf = parsed.GetValue(AsOf)!,
            PolicyDate = parsed.GetValue(PolicyDate)!,
            KeyFiles = KeyringFiles(List(parsed.GetValue(Keys))),
            PublicSuffixFile = ExistingFile("--psl", parsed.GetValue(PublicSuffixes)),
            VendorsFile = ExistingFile("--vendors", parsed.GetValue(Vendors)),
        });
        OptionValues.Check(options);
        return options;
    }

    /// <summary>The values of an option that is given several times, or once with commas.</summary>
    internal static string[] List(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>The file, read once so that a fault in it is told before anything is done.</summary>
    private static string? OverlayFile(string? file)
    {
        if (ExistingFile("--overlay", file) is { } overlay)
            OverlayFiles.Load([overlay]);
        return file;
    }

    /// <summary>The files, read once so that a fault in one is told before anything is done.</summary>
    private static string[] KeyringFiles(string[] files)
    {
        foreach (string file in files)
            ExistingFile("--keys", file);
        KeysCommand.ReadFiles(files);
        return files;
    }

    private static string? ExistingFile(string option, string? path)
    {
        if (path is not null && !File.Exists(path))
            throw new UsageException($"{option} {path}: there is no such file.");
        return path;
    }
}
