using System.CommandLine;
using BulkVerify.Cli.Terminal;
using BulkVerify.Forge;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify forge --messages N --out DIR</summary>
internal static class ForgeCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for the archives, dns.zone and truth.jsonl; must not hold anything else.", Required = true, HelpName = "DIR" };
        var messages = new NumberOption("--messages", "Messages to make.", least: 1, most: 100_000_000);
        var seed = new Option<ulong>("--seed") { Description = "Same seed: same messages and truth, except keys and signatures.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var keys = new Option<string?>("--keys") { Description = "Key pool: kept in this file, so that a second run is quick and gives the same bytes.", HelpName = "FILE" };
        var profile = new Option<string>("--profile") { Description = "full, small (2 KiB, two RSA-2048 signatures each), sample (every verdict in few bytes) or catalog (every vendor in each way that its facts allow).", DefaultValueFactory = _ => "full" };
        profile.AcceptOnlyFromAmong("full", "small", "sample", "catalog");
        var switchOn = new Option<string[]>("--switch-on") { Description = "Settings of vendors that are on from the start, all other mail staying the same: hubspot:example.org signs as that company, hubspot:example.org:bounce-domain has a MAIL FROM below it, xero:example.org:own-name sends in its own name.", HelpName = "VENDOR:DOMAIN[:SETTING],..." };
        var command = new Command("forge",
            "Makes signed archives with their DNS zone and the verdicts that are right, for tests and benchmarks.\n\n" +
            "Examples:\n  bulkverify forge --messages 20000 --out forged --keys keys.json\n  bulkverify verify forged")
        {
            output, messages, seed, keys, profile, switchOn,
        };
        command.SetAction((parsed, cancellation) =>
        {
            ForgeOptions options = Options(parsed.GetValue(profile)!, parsed.GetValue(output)!, parsed.GetValue(messages), parsed.GetValue(keys)) with
            {
                Seed = parsed.GetValue(seed),
                SwitchedOn = Settings(parsed.GetValue(switchOn)),
            };
            if (Directory.Exists(options.OutputFolder) && Directory.EnumerateFileSystemEntries(options.OutputFolder).Any())
                throw new UsageException($"--out {options.OutputFolder}: the folder is not empty, and what is in it would be mixed with forged mail; name another one.");
            ForgeSummary made = Forge(options, cancellation);
            SummaryView.WriteLine(Screen.Error, $"{SummaryView.Number(made.Messages)} messages, {SizeText.ForPeople(made.Bytes)}, {SummaryView.Number(made.Signatures)} signatures by {made.Keys} keys in {made.Elapsed.TotalSeconds:0.0} s");
            SummaryView.WriteLine(Screen.Output, $"verify them:  {Invocation.Text} verify {Invocation.Quote(options.OutputFolder)}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static ForgeSummary Forge(ForgeOptions options, CancellationToken cancellation)
    {
        try
        {
            return Forger.Run(options, TimeProvider.System, null, cancellation);
        }
        catch (ArgumentException e) when (options.SwitchedOn.Count > 0)
        {
            throw new UsageException($"--switch-on: {e.Message}");
        }
    }

    /// <exception cref="UsageException">One is not of its form.</exception>
    private static VendorSetting[] Settings(string[]? values) => [.. JudgingOptions.List(values).Select(v => v.Split(':') switch
    {
        [{ Length: > 0 } vendor, { Length: > 0 } domain] => new VendorSetting(vendor, domain),
        [{ Length: > 0 } vendor, { Length: > 0 } domain, "signing"] => new VendorSetting(vendor, domain),
        [{ Length: > 0 } vendor, { Length: > 0 } domain, "bounce-domain"] => new VendorSetting(vendor, domain, VendorFeature.BounceDomain),
        [{ Length: > 0 } vendor, { Length: > 0 } domain, "own-name"] => new VendorSetting(vendor, domain, VendorFeature.OwnName),
        _ => throw new UsageException($"--switch-on {v}: give a vendor and a From domain, such as hubspot:example.org, and at most one of signing, bounce-domain, own-name behind them."),
    })];

    private static ForgeOptions Options(string profile, string folder, int? messages, string? keys)
    {
        ForgeOptions options = profile switch
        {
            "small" => ForgeOptions.Small(folder, messages ?? 20_000, keys),
            "sample" => ForgeOptions.Sample(folder, keys),
            "catalog" => ForgeOptions.Catalog(folder, keys),
            _ => new ForgeOptions { OutputFolder = folder, KeysFile = keys },
        };
        return messages is { } count ? options with { Messages = count } : options;
    }
}
