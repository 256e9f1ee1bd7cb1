using BulkVerify.Conformance.Suites;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind psl, under the rules that come with the product.</summary>
internal sealed class PublicSuffixCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        DomainName? input = DomainName.TryParse(tested.Data.GetProperty("input").GetString().AsSpan());
        string? expected = tested.Data.GetProperty("expected").GetString();
        DomainName? registrable = input is null ? null : PublicSuffixRules.BuiltIn.RegistrableDomain(input);
        Assert.Equal(DomainName.TryParse(expected.AsSpan()), registrable);
    }
}
