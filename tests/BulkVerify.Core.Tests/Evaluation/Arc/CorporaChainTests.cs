using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;
using BulkVerify.Tests.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation.Arc;

public class CorporaChainTests
{
    /// <summary>The keys of the list's receiver are in the zone, those of Microsoft and Zoho are not.</summary>
    [Theory]
    [InlineData("linux-hyperv-2024-12", "Verified 291, SealedAsFailed 57, MessageSignatureMismatch 1, KeyGone 1")]
    [InlineData("usrp-users-2022-06", "NoSets 100, KeyGone 20")]
    [InlineData("cip-testing-results-mix", "NoSets 120")]
    [InlineData("linux-bluetooth-vendors", "NoSets 83, Verified 75, SealedAsFailed 3, MessageSignatureMismatch 5, KeyGone 18")]
    public async Task Chains_of_real_mail_are_told_apart(string name, string expected)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        JsonZone zone = CorporaMail.Zone();
        var counts = new SortedDictionary<ArcReason, int>();
        await CorporaMail.Visit(name, judge, (message, _, _) =>
        {
            ArcReason reason = judge.Arc(message, zone, null).Reason;
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
        });
        Assert.Equal(expected, string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}")));
    }
}
