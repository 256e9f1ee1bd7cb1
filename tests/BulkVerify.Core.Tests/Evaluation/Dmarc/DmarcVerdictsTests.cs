using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class DmarcVerdictsTests
{
    private static readonly DomainName[] Domains = [.. Enumerable.Range(0, 3).Select(i => DomainName.Parse($"d{i}.example"))];

    [Fact]
    public void An_input_finds_its_own_verdict_or_none_but_never_that_of_another()
    {
        var verdicts = new DmarcVerdicts();
        (DmarcInput Input, AuthenticatedIdentifier[] Dkim, DmarcVerdict Verdict)[] cases = [.. Cases()];
        Assert.True(cases.Length > 1000);
        int found = 0;
        foreach ((DmarcInput input, AuthenticatedIdentifier[] dkim, DmarcVerdict verdict) in cases)
        {
            Assert.Null(verdicts.Find(input, dkim));
            verdicts.Add(input, dkim, verdict);
            Assert.Same(verdict, verdicts.Find(input, dkim));
        }
        foreach ((DmarcInput input, AuthenticatedIdentifier[] dkim, DmarcVerdict verdict) in cases)
        {
            if (verdicts.Find(input, dkim) is not { } kept)
                continue;
            Assert.Same(verdict, kept);
            found++;
        }
        Assert.True(found > cases.Length / 8);
    }

    [Theory]
    [InlineData(AuthorDomainStatus.NoDomain)]
    [InlineData(AuthorDomainStatus.SeveralDomains)]
    public void What_has_not_one_author_domain_is_judged_each_for_itself(AuthorDomainStatus status)
    {
        var verdicts = new DmarcVerdicts();
        var input = new DmarcInput(new AuthorDomain(status, Domains[0]), [], null);
        verdicts.Add(input, [], Verdict());
        Assert.Null(verdicts.Find(input, []));
    }

    private static IEnumerable<(DmarcInput Input, AuthenticatedIdentifier[] Dkim, DmarcVerdict Verdict)> Cases()
    {
        AuthenticatedIdentifier[] identifiers =
        [
            .. from domain in Domains from result in new[] { AuthResult.Pass, AuthResult.Fail } select new AuthenticatedIdentifier(domain, result),
            new(Domains[0], AuthResult.TempError, DnsStatus.Timeout),
            new(Domains[0], AuthResult.TempError, DnsStatus.ServFail),
        ];
        AuthenticatedIdentifier[][] lists = [[], .. identifiers.Select(i => new[] { i }), .. from one in identifiers from other in identifiers select new[] { one, other }];
        return from author in Domains
               from dkim in lists
               from spf in identifiers.Select(i => (AuthenticatedIdentifier?)i).Append(null)
               select (new DmarcInput(AuthorDomain.Of(author), dkim, spf), dkim, Verdict());
    }

    private static DmarcVerdict Verdict() => new() { Reason = DmarcReason.NothingAuthenticated, Rules = DmarcRules.Rfc9989 };
}
