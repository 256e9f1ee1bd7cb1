namespace BulkVerify.Evaluation.Dmarc;

/// <summary>A DMARC policy record (RFC 9989 §4.7). Immutable.</summary>
public sealed record DmarcRecord
{
    /// <summary>Longest <see cref="Text"/> that is kept, in characters.</summary>
    public const int MaxTextLength = 2048;

    /// <summary>Most report URIs that are kept of one tag.</summary>
    public const int MaxReportUris = 32;

    /// <summary>p=; null when missing or invalid.</summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>sp=, for subdomains that exist; null when missing or invalid.</summary>
    public DmarcPolicy? SubdomainPolicy { get; init; }

    /// <summary>np=, for subdomains that do not exist; null when missing or invalid.</summary>
    public DmarcPolicy? NonexistentPolicy { get; init; }

    /// <summary>adkim=</summary>
    public AlignmentMode DkimAlignment { get; init; }

    /// <summary>aspf=</summary>
    public AlignmentMode SpfAlignment { get; init; }

    /// <summary>psd=</summary>
    public PublicSuffixFlag PublicSuffix { get; init; }

    /// <summary>t=y</summary>
    public bool Testing { get; init; }

    /// <summary>fo=, as a colon list; "0" by default.</summary>
    public string FailureOptions { get; init; } = "0";

    /// <summary>Valid URIs of rua=, size limits removed, at most <see cref="MaxReportUris"/>.</summary>
    public IReadOnlyList<string> AggregateReportUris { get; init; } = [];

    /// <summary>Valid URIs of ruf=, size limits removed, at most <see cref="MaxReportUris"/>.</summary>
    public IReadOnlyList<string> FailureReportUris { get; init; } = [];

    /// <summary>pct=, 0 to 100, historic: never applied; null when missing or invalid.</summary>
    public int? Percentage { get; init; }

    public DmarcRecordErrors Errors { get; init; }

    /// <summary>The record as published, cut to <see cref="MaxTextLength"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>The policies that hold under these rules; null when the record means that no DMARC processing is wanted (RFC 9989 §4.10.1, RFC 7489 §6.6.3 step 6).</summary>
    public DmarcPolicies? PoliciesUnder(DmarcRules rules)
    {
        DmarcRecordErrors voiding = DmarcRecordErrors.MissingPolicy | DmarcRecordErrors.InvalidPolicy | DmarcRecordErrors.InvalidSubdomainPolicy;
        if (rules == DmarcRules.Rfc9989)
            voiding |= DmarcRecordErrors.InvalidNonexistentPolicy;
        if ((Errors & voiding) == 0)
            return new DmarcPolicies(Policy!.Value, SubdomainPolicy, rules == DmarcRules.Rfc9989 ? NonexistentPolicy : null, Testing && rules == DmarcRules.Rfc9989);
        // "act as if a record containing p=none was retrieved": sp= and np= are not used.
        return AggregateReportUris.Count > 0 ? new DmarcPolicies(DmarcPolicy.None, null, null, Testing: false) : null;
    }
}
