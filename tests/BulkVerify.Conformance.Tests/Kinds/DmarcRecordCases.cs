using System.Text;
using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind dmarc-record: is it a record, does it apply, and its p.</summary>
internal sealed class DmarcRecordCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        DmarcRecord? record = DmarcRecordParser.TryParse(Encoding.UTF8.GetBytes(tested.Input.GetProperty("record").GetString()!));
        DmarcPolicies? policies = record?.PoliciesUnder(DmarcRules.Rfc9989);
        if (tested.Expect("expect_9989") is not { } expected)
        {
            Assert.Equal(tested.Data.GetProperty("expect").GetProperty("valid").GetBoolean(), policies is not null);
            return;
        }
        if (expected.TryGetProperty("record", out JsonElement isRecord))
            Assert.Equal(isRecord.GetBoolean(), record is not null);
        if (expected.TryGetProperty("applies", out JsonElement applies))
            Assert.Equal(applies.GetBoolean(), policies is not null);
        if (expected.TryGetProperty("p", out JsonElement policy))
            Assert.Equal(policy.GetString(), policies?.Domain.ToWord());
    }
}
