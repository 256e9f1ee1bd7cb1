using BulkVerify.Forge.Output;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Forge.Tests;

/// <summary>Who sent it, how the sender works for the author domain and which requirements hold come out as forged; the tables are printed.</summary>
[Collection(ForgeCollection.Name)]
public class ConfusionTests(ForgeFixture forge, ITestOutputHelper output)
{
    private static readonly string[] StrictShapes = ["strict", "strict-dkim"];

    [Fact]
    public async Task Senders_modes_and_requirements_come_out_as_forged()
    {
        ForgeOptions options = forge.Short("confusion", 3_000) with { Seed = 11, Domains = 24, IndirectShare = 0.06, SpoofShare = 0.05, Archives = [new("all.mbox", ArchiveFormat.MboxRd)] };
        ForgeFixture.Run(options);
        List<(TruthRow Truth, MessageRow Row)> pairs = await ForgedRows.VerifyAsync(options.OutputFolder);
        ConfusionTable.AssertNone(Senders(pairs));
        ConfusionTable.AssertNone(Modes(pairs));
        ConfusionTable.AssertNone(Requirements(pairs));
    }

    /// <summary>What was forged against what was found, message by message; returns what differs.</summary>
    private List<string> Senders(List<(TruthRow Truth, MessageRow Row)> pairs)
    {
        var table = new ConfusionTable("sender");
        foreach ((TruthRow truth, MessageRow row) in pairs.Where(p => IsPlain(p.Truth)))
        {
            bool spoof = truth.Setup == "spoof";
            string wanted = spoof ? "nobody shown" : truth.Vendor.Length > 0 ? truth.Vendor : "own servers";
            string found = row.SenderKind switch { "Own" => "own servers", "Vendor" => row.Sender, _ => spoof ? "nobody shown" : row.Sender };
            if (spoof && VendorCatalog.Embedded.Find(truth.Vendor)?.Headers.Count > 0 && row.ClaimedVendor != truth.Vendor)
                found = $"{row.Sender} without the claim of {truth.Vendor}";
            table.Add(wanted, found, $"{truth.Archive}@{truth.Offset} {truth.Setup} as {truth.AuthorDomain}: {row.SenderEvidence}");
        }
        return table.Print(output);
    }

    private List<string> Modes(List<(TruthRow Truth, MessageRow Row)> pairs)
    {
        var statistics = new RunStatistics();
        foreach ((_, MessageRow row) in pairs)
            statistics.Add(row);
        var found = Summary.From(statistics, []).Streams.ToDictionary(s => (s.Sender, s.AuthorDomain));
        var table = new ConfusionTable("mode");
        foreach (var stream in pairs.Where(p => p.Truth.Indirect is null && p.Truth.Class != "never" && p.Row.AuthorDomain.Length > 0).GroupBy(p => (p.Row.Sender, p.Row.AuthorDomain)))
        {
            // Streams whose messages were forged in several ways, or mostly with a defect, have no one truth.
            if (stream.Any(p => !IsPlain(p.Truth)) || stream.Select(p => p.Truth.Mode).Distinct().Count() > 1)
                continue;
            SummaryRow row = found[stream.Key];
            table.Add(stream.First().Truth.Mode, row.Integration!.Words, $"{stream.Key}, {stream.Count()} messages {stream.First().Truth.PolicyShape}: {row.Integration.Detail}");
        }
        return table.Print(output);
    }

    private List<string> Requirements(List<(TruthRow Truth, MessageRow Row)> pairs)
    {
        var table = new ConfusionTable("requirements R1 R2 R3 R4");
        foreach ((TruthRow truth, MessageRow row) in pairs.Where(p => IsPlain(p.Truth) && !StrictShapes.Contains(p.Truth.PolicyShape) && p.Truth.Vendor.Length > 0))
        {
            // Keys that count for nothing are drawn for every set-up.
            if (truth.Dkim.Any(d => d.Bits < 1024 && d.A != "ed25519-sha256" || d.A == "rsa-sha1" || d.Result != "pass") || truth.Dmarc.Result == "temperror")
                continue;
            string wanted = truth.Setup switch
            {
                "delegated" or "full" or "relay" => "++++",
                "own-key" => "+-++",
                "spf-only" => "++-+",
                "broken" => "+---",
                _ => "",
            };
            bool?[] met = [RequirementRules.Authorized(row), RequirementRules.Envelope(row), RequirementRules.Signed(row), RequirementRules.Either(row)];
            if (wanted.Length > 0)
                table.Add($"{truth.Setup} {wanted}", $"{truth.Setup} {string.Concat(met.Select(m => m switch { true => '+', false => '-', _ => '?' }))}", $"{truth.Archive}@{truth.Offset} as {truth.AuthorDomain} ({truth.PolicyShape}): {row.SpfDomain} {row.SpfReason}");
        }
        return table.Print(output);
    }

    private static bool IsPlain(TruthRow truth) => truth.Class != "never" && truth.Defect is null && truth.Indirect is null;

}
