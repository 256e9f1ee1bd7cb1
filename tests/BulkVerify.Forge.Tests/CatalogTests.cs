using System.Globalization;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Forge.Tests;

/// <summary>Every vendor of the catalog, in each way of sending that its facts allow, comes out as forged, with the advice that mends what it lacks; the tables are printed.</summary>
[Collection(ForgeCollection.Name)]
public class CatalogTests(ForgeFixture forge, ITestOutputHelper output)
{
    private const int LeastVendors = 120;

    private const int CompanyMessages = 3;

    private static readonly string[] StoryNames = ["new-selector-", "key-replaced-", "settings-lost-", "later-"];

    [Fact]
    public async Task Each_vendor_of_the_catalog_comes_out_as_forged()
    {
        (List<(TruthRow Truth, MessageRow Row)> pairs, Summary summary) = await ForgeAsync("catalog");
        var streams = summary.Streams.ToDictionary(s => (s.Sender, s.AuthorDomain));
        ConfusionTable senders = new("sender"), modes = new("mode"), requirements = new("requirements R1 R2 R3 R4"), actions = new("advised for what is not met");
        foreach (var stream in pairs.Where(p => p.Truth.Setup != "open-relay" && p.Truth.Defect is null && p.Truth.Indirect is null).GroupBy(p => (p.Truth.Setup, p.Truth.Vendor, p.Truth.AuthorDomain)))
        {
            (string setup, string vendor, string author) = stream.Key;
            foreach ((TruthRow truth, MessageRow row) in stream)
                senders.Add($"{setup}: its vendor", $"{setup}: {(row.Sender == vendor ? "its vendor" : row.Sender)}", $"{truth.Archive}@{truth.Offset} of {vendor}: {row.SenderEvidence}");
            if (IsStory(author) || !streams.TryGetValue((vendor, author), out SummaryRow? found))
                continue;
            modes.Add(stream.First().Truth.Mode, found.Integration!.Words, $"{stream.Key}: {found.Integration.Detail}");
            requirements.Add($"{setup} {Wanted(setup)}", $"{setup} {string.Concat(found.Requirements.Select(Mark))}", $"{stream.Key}: {string.Join("; ", found.Requirements.Select(r => r.Decision))}");
            IEnumerable<AdviceKind> advised = summary.Advice.Where(a => a.Sender == vendor && a.AuthorDomain == author).Select(a => a.Kind);
            actions.Add($"{setup}: {Words(WantedActions(setup, VendorCatalog.Embedded.Find(vendor)!))}", $"{setup}: {Words(advised)}", $"{stream.Key}");
        }
        int vendors = pairs.Select(p => p.Truth.Vendor).Distinct(StringComparer.Ordinal).Count();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vendors} of {VendorCatalog.Embedded.Vendors.Count} vendors, {streams.Count} streams"));
        Assert.InRange(vendors, LeastVendors, VendorCatalog.Embedded.Vendors.Count);
        ConfusionTable.AssertNone([.. senders.Print(output), .. modes.Print(output), .. requirements.Print(output), .. actions.Print(output)]);
    }

    [Fact]
    public async Task A_relay_that_takes_mail_of_anybody_for_anybody_is_found()
    {
        (List<(TruthRow Truth, MessageRow Row)> pairs, Summary summary) = await ForgeAsync("catalog-relay");
        RelayCheck open = Assert.Single(summary.RelayChecks, c => c.State == RequirementState.NotMet);
        (TruthRow Truth, MessageRow Row)[] forged = [.. pairs.Where(p => p.Truth.Setup == "open-relay")];
        Assert.Equal((CompanyOf(forged[0].Truth).Value, "open-relay", forged.Length), (open.Relay, open.Name, open.Violations));
        Assert.All(open.Examples, e => Assert.Contains(forged, f => f.Row.Archive == e.Archive && f.Row.Offset == e.Offset));
        Assert.Contains(summary.RelayChecks, c => c.State == RequirementState.Met && c.Judged == CompanyMessages);
    }

    [Fact]
    public async Task A_stream_that_breaks_on_a_day_is_dated_and_explained()
    {
        (List<(TruthRow Truth, MessageRow Row)> pairs, Summary summary) = await ForgeAsync("catalog-broke");
        foreach (var story in pairs.Where(p => IsStory(p.Truth.AuthorDomain) && !IsLater(p.Truth.AuthorDomain)).GroupBy(p => p.Truth.AuthorDomain))
        {
            TruthRow broken = story.Select(p => p.Truth).First(t => t.Defect is not null);
            StreamChange[] changes = [.. summary.Changes.Where(c => c.AuthorDomain == story.Key)];
            StreamChange dkim = Assert.Single(changes, c => c.Mechanism == (broken.Defect == "new-selector" ? "key" : "dkim"));
            Assert.Equal((true, broken.ReceivedAt), (dkim.IsBreak, dkim.At));
            string key = $"{story.First().Truth.Dkim[0].S}", now = broken.Dkim[0].S;
            Assert.Contains(broken.Defect switch
            {
                "new-selector" => $"selector {key} -> {now} of {story.Key}",
                "key-replaced" => $"{key}._domainkey.{story.Key}: key replaced under the same selector",
                _ => $"{key}._domainkey.{story.Key} -> signed as {broken.Dkim[0].D}",
            }, dkim.Cause, StringComparison.Ordinal);
            Assert.Equal(broken.Defect == "settings-lost" ? broken.ReceivedAt : null, changes.FirstOrDefault(c => c.Mechanism == "spf")?.At);
            output.WriteLine($"{story.Key}: {dkim.Day} {dkim.Cause}");
        }
    }

    [Fact]
    public async Task Mail_that_comes_through_others_from_a_day_on_is_told_so()
    {
        (List<(TruthRow Truth, MessageRow Row)> pairs, Summary summary) = await ForgeAsync("catalog-forwarded");
        var stories = pairs.Where(p => IsLater(p.Truth.AuthorDomain)).GroupBy(p => p.Truth.Setup + p.Truth.AuthorDomain).ToArray();
        Assert.Equal(3, stories.Length);
        foreach (var story in stories)
        {
            TruthRow first = story.First().Truth, later = story.Select(p => p.Truth).First(t => t.Indirect is not null);
            bool isList = later.Indirect == "list";
            StreamChange[] changes = [.. summary.Changes.Where(c => c.AuthorDomain == first.AuthorDomain)];
            // What a list changed is kept apart: nothing of the sender changed.
            Assert.Equal(isList ? [] : [("route", ChangeKind.Forwarded, later.ReceivedAt, first.Vendor)], changes.Select(c => (c.Mechanism, c.Kind, c.At, c.Sender)));
            Assert.All(changes, c => Assert.StartsWith("sent on by fwd1.alumni.test from then on", c.Cause, StringComparison.Ordinal));
            SummaryRow stream = Assert.Single(summary.Streams, s => s.AuthorDomain == first.AuthorDomain && s.Sender == first.Vendor);
            Assert.Equal((1.0, 1.0, 1.0), (stream.DmarcPassShare, stream.SpfAlignedShare, stream.DkimAlignedShare));
            Assert.DoesNotContain(summary.Advice, a => a.AuthorDomain == first.AuthorDomain);
        }
    }

    private async Task<(List<(TruthRow Truth, MessageRow Row)> Pairs, Summary Summary)> ForgeAsync(string name)
    {
        ForgeOptions options = ForgeOptions.Catalog(forge.Folder(name), forge.KeysFile);
        ForgeFixture.Run(options);
        List<(TruthRow Truth, MessageRow Row)> pairs = await ForgedRows.VerifyAsync(options.OutputFolder);
        var statistics = new RunStatistics();
        foreach ((_, MessageRow row) in pairs)
            statistics.Add(row);
        return (pairs, Summary.From(statistics, [], SummaryContext.Default with { Organizations = [.. pairs.Select(p => CompanyOf(p.Truth)).Distinct()] }));
    }

    /// <summary>The company of the tour, which is not always in From.</summary>
    private static DomainName CompanyOf(TruthRow truth) =>
        DomainName.Parse(truth.Setup is "named-only" or "not-integrated" or "open-relay" ? $"{truth.Setup}-{truth.Vendor}.example" : truth.AuthorDomain);

    private static bool IsLater(string author) => author.StartsWith("later-", StringComparison.Ordinal);

    private static bool IsStory(string author) => StoryNames.Any(s => author.StartsWith(s, StringComparison.Ordinal));

    private static string Wanted(string setup) => setup switch
    {
        "delegated" or "full" or "relay" => "++++",
        "own-key" => "+-++",
        "spf-only" => "++-+",
        "broken" => "+---",
        _ => "....",
    };

    private static char Mark(Requirement requirement) =>
        requirement.State switch { RequirementState.Met => '+', RequirementState.NotMet => '-', RequirementState.Partly => '~', RequirementState.NotAsked => '.', _ => '?' };

    /// <summary>A vendor is not told to do what it cannot.</summary>
    private static List<AdviceKind> WantedActions(string setup, Vendor vendor)
    {
        AdviceKind sign = vendor.SupportsCustomDkim == false ? AdviceKind.ChangeMode : AdviceKind.SignAsAuthor;
        AdviceKind[] envelope = vendor.SupportsCustomMailFrom == true || (vendor.SupportsCustomMailFrom is null && vendor.ReturnPath is not null) ? [AdviceKind.AlignEnvelope] : [];
        return setup switch
        {
            "own-key" => [.. envelope],
            "spf-only" => [sign],
            "broken" => [sign, .. envelope],
            _ => [],
        };
    }

    private static string Words(IEnumerable<AdviceKind> kinds) => string.Join(" ", kinds.Order()) is { Length: > 0 } words ? words : "nothing";
}
