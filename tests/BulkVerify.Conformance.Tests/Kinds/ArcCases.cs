using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind arc: the chain's result.</summary>
internal sealed class ArcCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        ArcVerdict verdict = Validate(tested.Message(), tested.Now, tested.Zone());
        string expected = ExpectedClass(tested);
        string found = verdict.Result switch { AuthResult.Pass => "pass", AuthResult.None => "none", _ => "notpass" };
        Assert.True(expected == found || (expected == "fail" && found == "notpass"), $"{verdict.Reason}, expected {expected}");
    }

    public static string ExpectedClass(ConformanceCase tested) => (tested.Expect("expect_strict") ?? tested.Data.GetProperty("expect")).GetProperty("class").GetString()!;

    public static ArcVerdict Validate(byte[] message, long? now, IDnsView zone) =>
        new ArcValidator(new DkimVerifier(new DkimVerifierOptions(), new KeyCache())).Validate(ParsedMessage.Digest(message).Arc, now, zone, new DnsQuestionSet())!;
}
