using System.Text;
using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dmarc;

/// <summary>A zone and a message in few words: <c>new DmarcCase("example.com: v=DMARC1; p=reject").Judge("joe@example.com", dkim: "example.com")</c>.</summary>
internal sealed class DmarcCase
{
    public const string Author = "joe@example.com";

    /// <param name="records">"domain: record", the record at _dmarc.domain; two of one domain are two records.</param>
    public DmarcCase(params string[] records)
    {
        Zone = JsonZone.Parse("{}");
        foreach (IGrouping<string, string[]> owner in records.Select(r => r.Split(": ", 2)).GroupBy(r => r[0], StringComparer.Ordinal))
            Zone.AddTxt($"_dmarc.{owner.Key}", [.. owner.Select(r => r[1])]);
    }

    public JsonZone Zone { get; }

    public DmarcRules Rules { get; init; } = DmarcRules.Rfc9989;

    /// <summary>Names asked for, without the type.</summary>
    public string[] Asked => [.. Zone.Asked.Select(q => q.Name.Value)];

    public DmarcCase With(string owner, DnsAnswer answer)
    {
        Zone.Add(new DnsQuestion(DomainName.Parse(owner), DnsRecordType.Txt), answer);
        return this;
    }

    /// <param name="from">Value of the From field.</param>
    /// <param name="dkim">Domains with an optional result, "example.com=fail", separated by spaces; pass without one.</param>
    /// <param name="spf">As one of <paramref name="dkim"/>.</param>
    public DmarcVerdict Judge(string from, string dkim = "", string spf = "")
    {
        var missing = new DnsQuestionSet();
        DmarcVerdict? verdict = DmarcEvaluator.Evaluate(Input(from, dkim, spf), Rules, PublicSuffixRules.BuiltIn, Zone, missing);
        Assert.Equal(0, missing.Count);
        return verdict!;
    }

    public static DmarcInput Input(string from, string dkim = "", string spf = "") => new(
        AuthorDomainReader.Read(Encoding.UTF8.GetBytes(from)),
        [.. dkim.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Identifier)],
        spf.Length == 0 ? null : Identifier(spf));

    private static AuthenticatedIdentifier Identifier(string text)
    {
        string[] parts = text.Split('=');
        return parts.Length == 1 ? new AuthenticatedIdentifier(DomainName.Parse(parts[0]), AuthResult.Pass)
            : Enum.TryParse(parts[1], out DnsStatus status) ? new AuthenticatedIdentifier(DomainName.Parse(parts[0]), status <= DnsStatus.Timeout ? AuthResult.TempError : AuthResult.Neutral, status)
            : new AuthenticatedIdentifier(DomainName.Parse(parts[0]), AuthResultText.FromWord(parts[1])!.Value);
    }
}
