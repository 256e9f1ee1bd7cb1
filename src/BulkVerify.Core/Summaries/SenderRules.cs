using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What Google, Yahoo and Microsoft ask of bulk senders, as far as one message shows it: true, false, or null when it cannot tell. Pure.
/// Not judged: reverse names, TLS, spam rates, and that sending is slow enough.</summary>
public static class SenderRules
{
    /// <summary>Name for JSON, short title, words, judgement, and what decided against it.</summary>
    public static IReadOnlyList<(string Name, string Title, string Words, Func<MessageRow, bool?> Judge, Func<MessageRow, string> Against)> All { get; } =
    [
        ("spf", "SPF", "SPF passes", RequirementRules.Authorized, RequirementRules.AgainstAuthorized),
        ("dkim", "DKIM", "DKIM passes", RowAssessor.DkimPasses, static row => row.Dkim.Count == 0 ? "no DKIM signature" : $"d={row.Dkim[0].D} {ReasonWords.Of(row.Dkim[0].Reason)}"),
        ("aligned", "either al.", "SPF or DKIM aligned with From", RequirementRules.Either, RowAssessor.FailureCause),
        ("dmarc-published", "DMARC rec.", "DMARC published for From", DmarcPublished, static row => $"no DMARC record for {row.AuthorDomain}"),
        ("from-valid", "From", "From valid and single", static row => row.AuthorStatus.Length == 0 ? null : row.AuthorStatus == "Valid", static row => ReasonWords.Of(row.AuthorStatus)),
        ("one-click", "1-click", "one-click unsubscribe, signed", OneClick, static row => row.OneClick.Length == 0 ? "not offered" : $"offered, {row.OneClick}"),
    ];

    private static bool? DmarcPublished(MessageRow row) => row switch
    {
        { DmarcPolicyDomain.Length: > 0 } => true,
        { DmarcResult: "none", DmarcReason: not ("NotRecorded" or "NotAsked") } => false,
        _ => null,
    };

    /// <summary>RFC 8058 is asked of marketing mail. A message that offers nothing does not say whether it is that.</summary>
    private static bool? OneClick(MessageRow row) => row.OneClick switch { "" => null, "signed" => true, _ => false };
}
