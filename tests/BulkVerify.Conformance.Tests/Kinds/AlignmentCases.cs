using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind alignment: two names and a mode, without DNS. Judged as author domain and passing signature, under both rules, with a record at the
/// registrable domain of either name, where RFC 9989 finds it as RFC 7489 does.</summary>
internal sealed class AlignmentCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        JsonElement input = tested.Input;
        bool expected = tested.Data.GetProperty("expect").GetProperty("aligned").GetBoolean();
        bool strict = input.TryGetProperty("mode", out JsonElement mode) && mode.GetString() is "strict" or "s";
        if (Name(input, "a") is not { } author || Name(input, "b") is not { } signer)
        {
            Assert.False(expected, "what is no domain name is not aligned");
            return;
        }
        PublicSuffixRules psl = PublicSuffixRules.BuiltIn;
        JsonZone zone = JsonZone.Parse("{}");
        foreach (string owner in new[] { author, signer }.Select(n => psl.OrganizationalDomain(n).Value).Distinct())
            zone.AddTxt($"_dmarc.{owner}", strict ? "v=DMARC1; p=none; adkim=s" : "v=DMARC1; p=none");
        foreach (DmarcRules rules in Enum.GetValues<DmarcRules>())
        {
            var dmarc = new DmarcInput(AuthorDomain.Of(author), [new AuthenticatedIdentifier(signer, AuthResult.Pass)], null);
            Assert.Equal(expected, DmarcEvaluator.Evaluate(dmarc, rules, psl, zone, new DnsQuestionSet())!.DkimAligned);
        }
    }

    private static DomainName? Name(JsonElement input, string property) => DomainName.TryParse(input.GetProperty(property).GetString().AsSpan());
}
