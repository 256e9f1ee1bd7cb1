using BulkVerify.Conformance.Suites;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance;

/// <summary>The project's own vectors, in the format of the shared suites and through the same runner: every kind is exercised where no shared suite is.
/// Messages were signed by an implementation of its own, written for the vectors.</summary>
public class OwnSuiteTests
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "BulkVerify.Conformance.Tests", "Vectors");

    private static readonly Lazy<IReadOnlyDictionary<string, ConformanceCase>> Cases = new(() =>
        SuiteDiscovery.ById(Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal).SelectMany(f => SuiteDiscovery.CasesOf(Path.GetFileName(f), f))));

    public static TheoryData<string> Ids => [.. Cases.Value.Keys];

    public static TheoryData<string> SuiteNames => [.. Cases.Value.Values.Select(c => c.Suite).Distinct()];

    [Theory]
    [Rfc("6376", "3.2", "3.4.3", "3.4.4", "3.5", "3.6.1", "5.4.2", "6.1.1", "6.1.2", "6.1.3")]
    [Rfc("7208", "2.4", "4.3", "4.4", "4.5", "4.6", "4.6.4", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "6.1", "6.2", "7.1", "7.3")]
    [Rfc("8301", "3.1", "3.2")]
    [Rfc("8463", "3", "4.2")]
    [Rfc("8601", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7.1", "2.7.2", "2.7.3", "B.2", "B.3", "B.4", "B.5", "B.6", "B.7")]
    [Rfc("8616", "4", "5")]
    [Rfc("8617", "3.9", "4.1.1", "4.1.2", "4.1.3", "4.2.1", "5.1.1", "5.1.2", "5.2", "5.2.1")]
    [Rfc("9989", "4.7", "4.8", "4.10", "4.10.1", "4.10.2", "5.3.1", "5.3.6", "11.5")]
    [Rfc("7489", "6.6.3")]
    [MemberData(nameof(Ids))]
    public void Case(string id) => SuiteRunner.Run(Cases.Value[id]);

    [Theory]
    [MemberData(nameof(SuiteNames))]
    public void Explain_gives_the_same_verdicts(string suite)
    {
        List<string> failed = [];
        foreach (ConformanceCase tested in Cases.Value.Values.Where(c => c.Suite == suite))
        {
            try
            {
                SuiteRunner.RunByCommandLine(tested);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed.Add($"{tested.Id}: {e.Message}");
            }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    /// <summary>The rules that verifiers in use decide differently. Undoing mboxrd quoting stands in MboxUnquoterTests and MessageDigesterTests.</summary>
    [Theory]
    [InlineData("dkim/b-and-bh-folded-with-space-around-equals")]
    [InlineData("dkim/space-before-colon-relaxed")]
    [InlineData("dkim/space-before-colon-simple")]
    [InlineData("dkim/x-past")]
    [InlineData("dkim/x-before-t")]
    [InlineData("dkim/t-s-with-subdomain")]
    [InlineData("dkim/i-outside")]
    [InlineData("dkim/key-h-sha1-only")]
    [InlineData("dkim/rsa-sha1")]
    [InlineData("dkim/key-1023")]
    [InlineData("dkim/l-huge")]
    [InlineData("dkim/l-cuts-canonical-text")]
    [InlineData("dkim/body-boundary-white-space-relaxed")]
    [InlineData("dkim/body-boundary-white-space-simple")]
    [InlineData("dkim/from-not-signed")]
    [InlineData("dkim/h-oversigns-signatures")]
    [InlineData("dkim/tag-repeated")]
    [InlineData("dkim/key-v-not-first")]
    [InlineData("dkim/u-label-domain")]
    [InlineData("spf/eleven-nested-includes")]
    [InlineData("spf/three-void")]
    [InlineData("spf/macro-in-include")]
    [InlineData("spf/two-records")]
    [InlineData("dmarc/record-too-many")]
    [InlineData("dmarc/several-at-author-parent-applies")]
    [InlineData("dmarc/private-suffix")]
    public void What_splits_the_field_is_decided_by_the_standard(string id) => SuiteRunner.Run(Cases.Value[id]);

    [Fact]
    public void Every_kind_has_a_case_of_ours() =>
        Assert.Equal(SuiteRunner.KindNames.Order(StringComparer.Ordinal), Cases.Value.Values.Select(c => c.Kind).Distinct().Order(StringComparer.Ordinal));
}
