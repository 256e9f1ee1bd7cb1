using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>How far the archives hold messages as they were signed.</summary>
internal static class ArchiveView
{
    private const int MaxShown = 8;

    /// <summary>Archives that are not byte-exact; nothing where all are.</summary>
    public static void Write(IAnsiConsole console, Summary summary)
    {
        ArchiveFidelity[] told = [.. summary.Archives.Where(a => a.Verdict is FidelityVerdict.Mixed or FidelityVerdict.Repairable or FidelityVerdict.NotAssessable)];
        if (told.Length == 0)
            return;
        console.WriteLine();
        SummaryView.WriteLine(console, "archives: are bodies as they were signed?");
        foreach (ArchiveFidelity archive in told.Take(MaxShown))
        {
            string exporter = archive.Exporter.Length == 0 ? "" : $", stored by {ExporterName(archive.Exporter)}";
            SummaryView.WriteWrapped(console, $"  {SafeText.Of(Shorten(archive.Archive), 60)}{exporter}", 14);
            SummaryView.WriteWrapped(console, $"{"",14}{Words(archive)}", 14);
        }
        if (told.Length > MaxShown)
            SummaryView.WriteWrapped(console, $"{"",14}... and {SummaryView.Number(told.Length - MaxShown)} more in summary.json of the run folder", 14);
        if (summary.ArchiveVerdicts.GetValueOrDefault(FidelityVerdict.ByteExact) is > 0 and long exact)
            SummaryView.WriteLine(console, $"  {SummaryView.Count(exact, "other is", "others are")} byte-exact");
    }

    private static string Words(ArchiveFidelity archive)
    {
        string counts = $"{SummaryView.Number(archive.Exact)} of {SummaryView.Number(archive.Exact + archive.Altered)} signed messages as signed";
        return archive.Verdict switch
        {
            FidelityVerdict.Repairable => $"repairable: {counts}; after repair {string.Join(", ", archive.Repairs.Take(3).Select(r => $"{r.Key} ({SummaryView.Number(r.Value)} of those tried)"))}",
            FidelityVerdict.NotAssessable => $"DKIM not assessable: {counts}, no repair helps: the messages were rebuilt when they were stored",
            _ => $"mixed: {counts}",
        };
    }

    private static string ExporterName(string exporter) => exporter switch
    {
        "Takeout" => "Google Takeout",
        "AppleMail" => "Apple Mail",
        "PublicInbox" => "public-inbox",
        "OutlookPst" => "an Outlook/PST tool",
        _ => exporter,
    };

    private static string Shorten(string archive) => archive.Length <= 60 ? archive : $"...{archive[^57..]}";
}
