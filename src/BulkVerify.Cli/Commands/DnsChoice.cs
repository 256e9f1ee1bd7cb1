using BulkVerify.Cli.Terminal;

namespace BulkVerify.Cli.Commands;

/// <summary>Decides where DNS answers come from when --dns does not say.</summary>
internal static class DnsChoice
{
    private const string ZoneName = "dns.zone";

    /// <summary>The value of --dns, or the one dns.zone in a folder that the user named, which is said loudly: whoever made the archive may have made its keys.</summary>
    /// <exception cref="UsageException">No source, or two different ones.</exception>
    public static string Decide(string? option, IReadOnlyList<string> paths, bool quiet)
    {
        if (option is not null)
            return option;
        string[] zones = [.. paths.Where(Directory.Exists).Select(p => Path.Combine(p, ZoneName)).Where(File.Exists)];
        if (zones.Length == 0)
            throw new UsageException(
                "no DNS to judge by: there is no dns.zone in the folders named. Say which answers to use:\n" +
                "  --dns FILE|DIR        recorded answers or zone files, offline\n" +
                "  --dns live            ask the resolvers of this machine (current keys and policies)\n" +
                "  --dns 9.9.9.9:53      ask this resolver\n" +
                "  --dns none            judge only what needs no DNS");
        if (zones.Skip(1).Any(z => !SameContent(zones[0], z)))
            throw new UsageException($"{zones[0]} and {zones[1]} differ: say which one counts with --dns FILE.");
        if (!quiet)
            SummaryView.WriteLine(Screen.Error, $"DNS from {SafeText.Of(zones[0])} (offline): whoever made this file decides what verifies; --dns takes others.");
        return zones[0];
    }

    private static bool SameContent(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));
}
