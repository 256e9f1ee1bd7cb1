using System.Text.RegularExpressions;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Output;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Forge.Tests;

/// <summary>Each kind of advice whose gain is projected is held by forging the mail again as if it had been followed: in each stream so many more messages pass as it and the pieces before it promise.</summary>
[Collection(ForgeCollection.Name)]
public partial class FollowedAdviceTests(ForgeFixture forge, ITestOutputHelper output)
{
    /// <summary>Kinds that records alone follow: they are proven on stored mail.</summary>
    private static readonly AdviceKind[] OfPolicies = [AdviceKind.PublishPolicy, AdviceKind.MendPolicy, AdviceKind.RelaxPolicy];

    /// <summary>Direct mail is forged with a signature by the registered domain, which is another organization than this one (psd=n).</summary>
    private const string OtherOrganization = "unit.fir.example";

    private static readonly Dictionary<string, DkimReason> ReasonByWords = Enum.GetValues<DkimReason>().GroupBy(r => ReasonWords.Of(r.ToString())).ToDictionary(g => g.Key, g => g.First());

    [Fact]
    public async Task Mail_forged_as_advised_passes_as_often_more_as_was_promised_by_every_kind()
    {
        ForgeOptions options = Forge("as-it-is");
        ForgeFixture.Run(options);
        List<(TruthRow Truth, MessageRow Row)> before = await ForgedRows.VerifyAsync(options.OutputFolder);
        ILookup<(string Sender, string AuthorDomain), Advice> streams = Summarize(before, options.OutputFolder).Advice.Where(a => !OfPolicies.Contains(a.Kind)).SelectMany(a => a.Parts.DefaultIfEmpty(a)).ToLookup(a => (a.Sender, a.AuthorDomain));
        AdviceKind[] kinds = [.. streams.SelectMany(s => s).Where(a => a.Gain > 0).Select(a => a.Kind).Distinct().Order()];
        Assert.Equal(Enum.GetValues<AdviceKind>().Except(OfPolicies), kinds);
        var differing = new List<string>();
        foreach (AdviceKind kind in kinds)
        {
            // What comes before it for a stream was promised first.
            Advice[] followed = [.. streams.SelectMany(s => UpTo(kind, s)).Where(a => a.Gain > 0 && a.AuthorDomain != OtherOrganization)];
            ForgeOptions again = Forge($"as-advised-{kind}") with { SwitchedOn = [.. followed.SelectMany(SettingsOf)], Repaired = [.. followed.SelectMany(RepairsOf)] };
            ForgeFixture.Run(again);
            List<(TruthRow Truth, MessageRow Row)> after = await ForgedRows.VerifyAsync(again.OutputFolder);
            int held = 0;
            foreach (IGrouping<(string Sender, string AuthorDomain), Advice> stream in followed.GroupBy(a => (a.Sender, a.AuthorDomain)))
            {
                (MessageRow Before, MessageRow After)[] messages = [.. before.Zip(after, (b, a) => (b.Row, a.Row)).Where(m => (m.Item1.Sender, m.Item1.AuthorDomain) == stream.Key && RowAssessor.Assess(m.Item1) == PromisedOf(kind))];
                if (messages.Any(m => IsAmbiguous(m.Before, stream)))
                    continue;
                long promised = stream.Where(a => (a.Kind == AdviceKind.PublishKey) == (kind == AdviceKind.PublishKey)).Sum(a => a.Gain), passes = messages.Count(m => RowAssessor.Assess(m.After) == Assessment.Pass);
                // Whether a message that meets an error of the DNS now that it is signed would pass, nobody can say.
                long open = messages.Count(m => RowAssessor.Assess(m.After) == Assessment.DnsError);
                if (promised < passes || promised > passes + open)
                    differing.Add($"{kind} {stream.Key}: {passes} more pass, {promised} were promised: {string.Join(", ", stream.Select(a => $"{a.Kind} {a.Gain}"))}; {string.Join(", ", messages.Where(m => RowAssessor.Assess(m.After) == Assessment.Pass).Select(m => RowAssessor.FailureCause(m.Before)))}");
                held += stream.Any(a => a.Kind == kind) ? 1 : 0;
            }
            output.WriteLine($"{kind}: {followed.Count(a => a.Kind == kind)} pieces of it gain {followed.Where(a => a.Kind == kind).Sum(a => a.Gain)}; held in {held} streams");
            Assert.NotEqual(0, held);
        }
        Assert.Equal("", string.Join('\n', differing));
    }

    /// <summary>What could not be judged is promised by keys that are published again, and by nothing else.</summary>
    private static Assessment PromisedOf(AdviceKind kind) => kind == AdviceKind.PublishKey ? Assessment.Unverifiable : Assessment.Fail;

    /// <summary>Messages that were signed, with a fault of their own that goes with the vendor's old setting: nobody promised that.</summary>
    private static bool IsAmbiguous(MessageRow before, IEnumerable<Advice> followed) =>
        followed.Any(a => a.Kind is AdviceKind.SignAsAuthor or AdviceKind.ChangeMode) && before.Dkim.Any(d => d.Aligned);

    /// <summary>A seed for which each kind gains messages.</summary>
    private ForgeOptions Forge(string name) => forge.Short(name, 2_000) with
    {
        Seed = 20,
        Domains = 25,
        BrokenShare = 0.9,
        IndirectShare = 0,
        SpoofShare = 0,
        DuplicateShare = 0,
        Archives = [new("all.mbox", ArchiveFormat.MboxRd)],
    };

    private static Summary Summarize(List<(TruthRow Truth, MessageRow Row)> messages, string folder)
    {
        var statistics = new RunStatistics();
        foreach ((_, MessageRow row) in messages)
            statistics.Add(row);
        return Summary.From(statistics, [], SummaryContext.Default with { Dns = ZoneView.Parse(File.ReadAllText(Path.Combine(folder, Forger.ZoneFileName))) });
    }

    private static IEnumerable<Advice> UpTo(AdviceKind kind, IEnumerable<Advice> stream)
    {
        Advice[] pieces = [.. stream.OrderBy(Step)];
        int last = Array.FindLastIndex(pieces, a => a.Kind == kind && a.Gain > 0);
        return pieces.Take(last + 1);
    }

    /// <summary>Each message is promised by the first piece that mends it: keys come first, then SPF, then signatures, then the envelope.</summary>
    private static int Step(Advice advice) => advice.Kind switch
    {
        AdviceKind.PublishKey => 0,
        AdviceKind.AuthorizeSender or AdviceKind.MendSpf or AdviceKind.ReduceLookups => 1,
        AdviceKind.AlignEnvelope => 3,
        _ => 2,
    };

    private static IEnumerable<VendorSetting> SettingsOf(Advice advice) => IsVendor(advice)
        ? advice.Kind switch
        {
            AdviceKind.SignAsAuthor => [new VendorSetting(advice.Sender, advice.AuthorDomain)],
            AdviceKind.AlignEnvelope => [new VendorSetting(advice.Sender, advice.AuthorDomain, VendorFeature.BounceDomain)],
            AdviceKind.ChangeMode => [new VendorSetting(advice.Sender, advice.AuthorDomain, VendorFeature.OwnName)],
            _ => [],
        }
        : [];

    private static IEnumerable<StreamRepair> RepairsOf(Advice advice)
    {
        string[] reasons = advice.Kind switch
        {
            AdviceKind.SignAsAuthor => [StreamRepair.NotSigned],
            AdviceKind.ReplaceKey => [nameof(DkimReason.KeyTooWeak)],
            AdviceKind.ChangeAlgorithm => [nameof(DkimReason.RsaSha1)],
            AdviceKind.SignLast when advice.Text.StartsWith("a header", StringComparison.Ordinal) => [nameof(DkimReason.SignatureMismatch)],
            AdviceKind.PublishKey or AdviceKind.MendKey or AdviceKind.SignLast or AdviceKind.MendSignature => [ReasonByWords[Reason().Match(advice.Text).Groups[1].Value].ToString()],
            AdviceKind.AuthorizeSender or AdviceKind.MendSpf or AdviceKind.ReduceLookups => [Domain().Match(advice.Text).Groups[1].Value],
            _ => [],
        };
        return reasons.Length == 0 ? [] : [new StreamRepair(IsVendor(advice) ? advice.Sender : "", advice.AuthorDomain, reasons)];
    }

    private static bool IsVendor(Advice advice) => VendorCatalog.Embedded.Find(advice.Sender) is not null;

    [GeneratedRegex(@"\(([a-z0-9= -]+)\)")]
    private static partial Regex Reason();

    [GeneratedRegex(@"^the SPF record of (\S+) ")]
    private static partial Regex Domain();
}
