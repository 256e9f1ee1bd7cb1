using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Statistics;
using BulkVerify.Tests.Evaluation.Dmarc;

namespace BulkVerify.Tests.Statistics;

public class RowAlignmentTests
{
    [Theory]
    [InlineData("joe@example.com", "mail.example.com", true)]
    [InlineData("joe@news.example.com", "example.com", true)]
    [InlineData("joe@example.com", "example.net", false)]
    [InlineData("joe@example.com", "mail.example.com", true, "example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=reject")]
    [InlineData("joe@example.com", "mail.example.com", true, "example.com: v=DMARC1; p=none")]
    [InlineData("joe@example.com", "mail.example.com", false, "example.com: v=DMARC1; p=none; adkim=s")]
    public void Without_a_record_names_of_one_organization_are_aligned_as_they_are_with_one(string from, string signer, bool isAligned, params string[] records)
    {
        DmarcVerdict verdict = new DmarcCase(records).Judge(from, signer);
        Assert.Equal(isAligned, new RowAlignment(PublicSuffixRules.BuiltIn).IsAligned(verdict.DkimAlignments[0], DomainName.Parse(signer), verdict));
    }
}
