using System.Text;
using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind from-domain: the value of one From field and its domain, or its domains.</summary>
internal sealed class FromDomainCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        AuthorDomain author = AuthorDomainReader.Read(Encoding.UTF8.GetBytes(tested.Input.GetProperty("from").GetString()!));
        // Of an ill-formed field no domain is used, whatever was found in it.
        string[] found = author.Status is AuthorDomainStatus.Valid or AuthorDomainStatus.SeveralDomains ? [.. Enumerable.Range(0, author.Count).Select(i => author[i].Value)] : [];
        Assert.Equal(Expected(tested), found);
        Assert.Equal(found.Length > 1, author.Status == AuthorDomainStatus.SeveralDomains);
    }

    private static string[] Expected(ConformanceCase tested)
    {
        if (tested.Expect("expect_9989") is { } derived && derived.TryGetProperty("domains", out JsonElement domains))
            return [.. domains.EnumerateArray().Select(d => d.GetString()!)];
        JsonElement expect = tested.Expect("expect_9989") is { } own && own.TryGetProperty("domain", out _) ? own : tested.Data.GetProperty("expect");
        return expect.GetProperty("domain").GetString() is { } domain ? [domain] : [];
    }
}
