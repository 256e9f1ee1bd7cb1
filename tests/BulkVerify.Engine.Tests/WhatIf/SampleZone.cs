using System.Text.RegularExpressions;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>The zone of the sample archive, and what it becomes when records are published as an overlay says.</summary>
internal static class SampleZone
{
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "data", "sample");

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Folder, "dns.zone"));

    /// <inheritdoc cref="Published"/>
    public static string With(string overlay) => Published(string.Join('\n', Lines), overlay);

    /// <summary>Records of one line each: the overlay's take the place of those of their name and type; nxdomain takes a name away.</summary>
    public static string Published(string zone, string overlay)
    {
        IEnumerable<string> lines = zone.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var added = new List<string>();
        foreach (string change in overlay.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = change.Split(' ');
            bool goes = words[0] == ";bulkverify";
            string start = goes ? $"{words[2]} " : $"{words[0]} IN {words[2]} ";
            lines = lines.Where(l => !l.StartsWith(start, StringComparison.Ordinal)).ToArray();
            if (!goes)
                added.Add(change);
        }
        return string.Join('\n', [.. lines, .. added, ""]);
    }

    /// <summary>Every policy with strict alignment.</summary>
    public static string Strict() =>
        string.Join('\n', Lines.Select(l => l.Contains("\"v=DMARC1;", StringComparison.Ordinal) ? Regex.Replace(Regex.Replace(l, "; *(adkim|aspf)=[a-zA-Z]", ""), "\"$", "; adkim=s; aspf=s\"") : l)) + "\n";
}
