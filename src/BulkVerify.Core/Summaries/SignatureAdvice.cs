using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What mends an aligned signature that does not count, by the reason why it does not. Pure.</summary>
/// <param name="Text">What to do, in plain words.</param>
/// <param name="AtRecord">True when the record of the key is to change.</param>
internal readonly record struct SignatureAdvice(AdviceKind Kind, string Text, bool AtRecord)
{
    private static readonly Dictionary<string, RootCause> CauseByWords =
        Enum.GetNames<DkimReason>().ToDictionary(ReasonWords.Of, RootCauses.OfSignature, StringComparer.Ordinal);

    /// <param name="record">Name of the key, such as "s1._domainkey.example.com".</param>
    /// <param name="reason">In words, as requirements show it.</param>
    /// <param name="name">Who signs.</param>
    public static SignatureAdvice For(string record, string reason, string name)
    {
        RootCause cause = CauseByWords.GetValueOrDefault(reason, RootCause.SignatureIllFormed);
        return cause switch
        {
            RootCause.WeakKey => new(AdviceKind.ReplaceKey, $"the key at {record} is shorter than 1024 bits and counts for nothing (RFC 8301): replace it by one of 2048 bits.", AtRecord: true),
            RootCause.Sha1 => new(AdviceKind.ChangeAlgorithm, $"{name} signs with rsa-sha1, which counts for nothing (RFC 8301): let it sign with rsa-sha256.", AtRecord: false),
            RootCause.BodyChanged or RootCause.BodyAndHeaderChanged => new(
                AdviceKind.SignLast, $"mail is changed after {record} signed it ({reason}): find what adds or rewrites text (footer, gateway, list) and sign after it.", AtRecord: false),
            RootCause.HeaderChanged => new(
                AdviceKind.SignLast, $"a header is changed after {record} signed it, or the signer has another key than the one published there: compare the two, then find what rewrites headers and sign after it.", AtRecord: false),
            RootCause.KeyUnusable => new(AdviceKind.MendKey, $"the record of {record} cannot be used for the signatures of {name} ({reason}): {RootCauses.FixOf(cause)}.", AtRecord: true),
            _ => new(AdviceKind.MendSignature, $"the signature by {record} does not count ({reason}): {RootCauses.FixOf(cause)}.", AtRecord: false),
        };
    }
}
