using BulkVerify.Statistics;

namespace BulkVerify.Reports.Aggregates;

/// <summary>Messages that agree in everything a report says of them.</summary>
/// <param name="EnvelopeFrom">Domain of MAIL FROM; empty for the null reverse-path, null when it is not known.</param>
/// <param name="Rules">9989 or 7489.</param>
/// <param name="Assessment">Name of an <see cref="Assessment"/>.</param>
/// <param name="Signatures">In header order.</param>
internal sealed record AggregateRecord(
    string SourceIp, long Count, string HeaderFrom, string? EnvelopeFrom, string DmarcResult, string Policy, string EffectivePolicy, string Rules, string Assessment, string Indirect,
    bool DkimAligned, bool SpfAligned, string SpfDomain, string SpfResult, string SpfReason, IReadOnlyList<SignatureRow> Signatures)
{
    /// <summary>What the policy asks for, and why less was done: an archive holds what was delivered, so only what the rules determine is said.</summary>
    public (string Disposition, string? ReasonType, string Comment) Evaluate(AggregateSchema schema)
    {
        // RFC 9990 Appendix A: "pass" is passing under an enforcing policy.
        if (DmarcResult == "pass")
            return (schema == AggregateSchema.Rfc9990 && EffectivePolicy is "quarantine" or "reject" ? "pass" : "none", null, "");
        if (DmarcResult is "temperror" or "permerror")
            return ("none", "other", $"{DmarcResult} while judging");
        return Assessment switch
        {
            nameof(Statistics.Assessment.Unverifiable) => ("none", "other", "the key of the aligned signature is no longer known"),
            nameof(Statistics.Assessment.Indirect) => Indirect switch
            {
                "mailing-list" => ("none", "mailing_list", ""),
                "arc" => ("none", "local_policy", "arc=pass"),
                _ => ("none", schema == AggregateSchema.Rfc9990 ? "trusted_forwarder" : "forwarded", Indirect),
            },
            _ when EffectivePolicy != Policy => (EffectivePolicy, schema == AggregateSchema.Rfc9990 ? "policy_test_mode" : "other", schema == AggregateSchema.Rfc9990 ? "" : "t=y"),
            _ => (EffectivePolicy is "quarantine" or "reject" ? EffectivePolicy : "none", null, ""),
        };
    }
}
