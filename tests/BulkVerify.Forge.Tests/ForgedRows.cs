using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;

namespace BulkVerify.Forge.Tests;

/// <summary>A forged folder, verified by the reference runner: each message with its truth.</summary>
internal static class ForgedRows
{
    public static async Task<List<(TruthRow Truth, MessageRow Row)>> VerifyAsync(string folder)
    {
        string zone = Path.Combine(folder, Forger.ZoneFileName);
        var rows = new Dictionary<(string Archive, long Offset), MessageRow>();
        using RunDns dns = RunDns.Open(new DnsSource(DnsSourceKind.Files, zone, []), bookFile: null, TimeProvider.System);
        await ReferenceRunner.RunAsync(
            new VerifyOptions { Paths = [folder], Dns = zone }, new EngineOptions(), dns, TimeProvider.System,
            row => rows.Add((Path.GetRelativePath(folder, row.Archive).Replace('\\', '/'), row.Offset), row), TestContext.Current.CancellationToken);
        return [.. TruthRow.Read(folder).Select(t => (t, rows[(t.Archive, t.Offset)]))];
    }
}
