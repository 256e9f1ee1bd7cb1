namespace BulkVerify.Statistics;

/// <summary>The tables of <see cref="Finding"/>: which groups a row counts in. Pure functions of one row.</summary>
public static class Findings
{
    /// <summary>Mail that a relay took from a host of another organization, by <see cref="RelayFinding"/>.</summary>
    public const string Relays = "relay";

    /// <summary>Signatures whose key the DNS did not give, by where it came from.</summary>
    public const string KeySources = "key-source";

    /// <summary>Where verdicts of today differ from those of the receiver: "SPF RecordGone".</summary>
    public const string ThenReasons = "then";

    /// <summary>Signatures that pass by the rules of another day and not by those in force, by why not.</summary>
    public const string PastPasses = "past";

    /// <summary>What RFC 9989 asks of senders and messages that pass show to be broken, by author domain.</summary>
    public const string SenderChecks = "sender-check";

    private static readonly (string Check, string Text)[] Broken =
    [
        ("RejectOnSpfAlone", "passes by SPF alone under p=reject (RFC 9989 7.4)"),
        ("OrganizationalRecordMissing", "the organizational domain has no record of its own (RFC 9989 8)"),
        ("NoAggregateReports", "the record asks for no aggregate reports (RFC 9989 8)"),
    ];

    /// <summary>The groups of a row; one may occur more than once.</summary>
    public static IReadOnlyList<Finding> Of(MessageRow row)
    {
        List<Finding>? found = null;
        if (RelayFinding.Of(row) is { } relay)
            (found ??= []).Add(new Finding(Relays, relay.ToString()));
        if (row.DmarcResult == "pass" && row.DmarcChecks.Length > 0)
        {
            foreach ((string check, string text) in Broken)
            {
                if (row.DmarcChecks.Contains(check, StringComparison.Ordinal))
                    (found ??= []).Add(new Finding(SenderChecks, $"{row.AuthorDomain}: {text}"));
            }
        }
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.KeyFrom is "keyring" or "recovered")
                (found ??= []).Add(new Finding(KeySources, signature.KeyFrom));
            if (signature.PastResult == "pass")
                (found ??= []).Add(new Finding(PastPasses, signature.Reason));
        }
        if (row.ThenSpfReason.Length > 0)
            (found ??= []).Add(new Finding(ThenReasons, $"SPF {row.ThenSpfReason}"));
        if (row.ThenDkimReason.Length > 0)
            (found ??= []).Add(new Finding(ThenReasons, $"DKIM {row.ThenDkimReason}"));
        if (row.ThenDmarcReason.Length > 0)
            (found ??= []).Add(new Finding(ThenReasons, $"DMARC {row.ThenDmarcReason}"));
        return found ?? [];
    }
}
