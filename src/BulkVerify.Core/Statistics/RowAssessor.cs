using System.Collections.Concurrent;
using System.Collections.Frozen;
using BulkVerify.Claims;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Statistics;

/// <summary>Pure functions from one row to how it counts and why it fails.</summary>
public static class RowAssessor
{
    /// <summary>The reasons of signatures of which nothing can be said, as their key is gone or their archive rebuilt them; see <see cref="DkimReasons.IsUndecided"/>.</summary>
    public static IReadOnlySet<string> KeyGone { get; } =
        Enum.GetValues<DkimReason>().Where(static reason => reason.IsUndecided()).Select(static reason => reason.ToString()).ToHashSet(StringComparer.Ordinal);

    /// <summary>What <see cref="MessageRow.Repair"/> says of every message of an archive that rebuilt its messages: of DKIM nothing can be said.</summary>
    public const string NotAssessable = "not-assessable";

    /// <summary>Pairs of causes whose text is kept: both come from small closed sets.</summary>
    private const int MaxCauses = 4096;

    private static readonly CauseTexts AlignedCauses = new("DKIM ", "");
    private static readonly CauseTexts UnalignedCauses = new(Statistics.FailureCause.NotAligned, "");
    private static readonly CauseTexts NoSpfCauses = new("SPF none (", ")");
    private static readonly ConcurrentDictionary<(string Dkim, string Spf), string> PairedCauses = new();

    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal) { "NotRecorded", "NotAsked" };

    public static Assessment Assess(MessageRow row)
    {
        if (row.Class == "never-received")
            return Assessment.NeverReceived;
        return row.DmarcResult switch
        {
            "pass" => Assessment.Pass,
            "temperror" => Assessment.DnsError,
            "none" => Unknown.Contains(row.DmarcReason) ? Assessment.Unverifiable : Assessment.NoRecord,
            _ when AlignedSignaturesLackKeys(row) => Assessment.Unverifiable,
            _ when row.Indirect.Length > 0 => Assessment.Indirect,
            _ => Assessment.Fail,
        };
    }

    /// <summary>Says in the row of a message that its archive rebuilt it: where a body hash misses, nothing is decided.</summary>
    public static void MarkRebuilt(MessageRow row)
    {
        row.Repair = NotAssessable;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Reason is "BodyHashMismatch" or "BodyAndSignatureMismatch")
                (signature.Result, signature.Reason) = ("neutral", "ArchiveRebuilt");
        }
    }

    /// <summary>What the policy asks receivers to do with the message: quarantine or reject when DMARC fails; empty otherwise.</summary>
    public static string Disposition(MessageRow row) =>
        row is { DmarcResult: "fail", DmarcEffectivePolicy: "quarantine" or "reject" } && row.Class != "never-received" ? row.DmarcEffectivePolicy : "";

    /// <summary>How the message counts, and what the policy asks for: "fail, reject".</summary>
    public static string OutcomeWords(MessageRow row)
    {
        string word = Assess(row) switch
        {
            Assessment.Pass => "pass",
            Assessment.Fail => "fail",
            Assessment.NoRecord => "no DMARC record",
            Assessment.DnsError => "DNS error",
            Assessment.Unverifiable => "unverifiable",
            Assessment.Indirect => "fail (indirect)",
            _ => "never received",
        };
        string policy = Disposition(row);
        return policy.Length == 0 ? word : $"{word}, {policy}";
    }

    /// <summary>False for a From field that names no single author domain: nothing can be aligned with it, whoever signs (RFC 9989 §5.3.1, §11.5).</summary>
    public static bool HasAuthor(MessageRow row) =>
        row.DmarcReason is not ("NoFromField" or "SeveralFromFields" or "NoAuthorDomain" or "InvalidAuthorDomain" or "TooManyAuthorDomains");

    /// <summary>True when an aligned signature verifies, whatever the policy.</summary>
    public static bool DkimAligned(MessageRow row)
    {
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && signature.Result == "pass")
                return true;
        }
        return false;
    }

    /// <summary>True when any signature verifies; null while one that does not is open.</summary>
    public static bool? DkimPasses(MessageRow row)
    {
        bool open = false;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Result == "pass")
                return true;
            open |= IsOpen(signature);
        }
        return open ? null : false;
    }

    /// <summary>True for a signature that may be good or bad: it lacks its key, or met a DNS error.</summary>
    public static bool IsOpen(SignatureRow signature) => signature.Result == "temperror" || (signature.Result != "pass" && KeyGone.Contains(signature.Reason));

    /// <summary>True when it is known whether an aligned signature verifies: one does, or none of the aligned ones lacks its key or met a DNS error.</summary>
    public static bool DkimAssessable(MessageRow row)
    {
        if (row.Repair == NotAssessable)
            return DkimAligned(row);
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && IsOpen(signature))
                return DkimAligned(row);
        }
        return true;
    }

    /// <summary>True when SPF was evaluated to an end: address and MAIL FROM were known and no question stayed open.</summary>
    public static bool SpfAssessable(MessageRow row) =>
        row.SpfResult != "temperror" && !Unknown.Contains(row.SpfReason) && row.SpfReason is not ("NoClientAddress" or "MailFromUnknown");

    /// <summary>True for mail that passes by DKIM and that a forwarder or list sent on as it was: a host that took it for a mailbox of its own organization, or one that rewrote its
    /// envelope. Address and envelope are not the sender's then, and its SPF says nothing of the sender.</summary>
    public static bool IsSentOn(MessageRow row) => !row.SpfAligned && row.Indirect.Length == 0 && (IsOfMailboxOfRelay(row) || HasRewrittenPath(row)) && DkimAligned(row);

    /// <summary>False for a relay of the author, or one that the user named as their own.</summary>
    private static bool IsOfMailboxOfRelay(MessageRow row) =>
        row is { RelayedFor.Length: > 0, RelayOrganization.Length: > 0, RelayOfAuthor: false, RelayIsNamed: false } && RequirementRules.IsSameOrBelow(row.RelayedFor, row.RelayOrganization);

    private static bool HasRewrittenPath(MessageRow row) => row.MailFrom.LastIndexOf('@') is > 0 and var at && RewrittenPath.Is(row.MailFrom.AsSpan(0, at));

    /// <summary>True where SPF met a DNS error that does not matter, as its domain would not be aligned by the mode that the policy asks for: had it been, DMARC would have come to no
    /// result (RFC 9989 §5.3.6).</summary>
    public static bool IsOtherEnvelope(MessageRow row) => row is { SpfResult: "temperror", DmarcResult: "fail" };

    /// <summary>Why the message does not pass, in words that group well: what DKIM lacks, then what SPF lacks.</summary>
    public static string FailureCause(MessageRow row)
    {
        if (!HasAuthor(row))
            return Statistics.FailureCause.NoAuthor;
        (string, string) pair = (DkimCause(row), SpfCause(row));
        if (PairedCauses.TryGetValue(pair, out string? known))
            return known;
        string cause = $"{pair.Item1}; {pair.Item2}";
        return PairedCauses.Count < MaxCauses ? PairedCauses.GetOrAdd(pair, cause) : cause;
    }

    private static bool AlignedSignaturesLackKeys(MessageRow row)
    {
        bool any = false;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (!signature.Aligned)
                continue;
            if (!KeyGone.Contains(signature.Reason))
                return false;
            any = true;
        }
        return any;
    }

    private static string DkimCause(MessageRow row)
    {
        if (row.Dkim.Count == 0)
            return Statistics.FailureCause.NoSignature;
        SignatureRow? unaligned = null;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned)
                return signature.Result == "pass" ? "DKIM passes aligned" : AlignedCauses[signature.Reason];
            if (signature.Result == "pass")
                unaligned ??= signature;
        }
        return unaligned is null ? UnalignedCauses[row.Dkim[0].Reason] : Statistics.FailureCause.OtherSigner;
    }

    private static string SpfCause(MessageRow row) => row switch
    {
        { SpfResult: "pass", SpfAligned: true } => "SPF passes aligned",
        { SpfResult: "pass" } => Statistics.FailureCause.OtherEnvelope,
        { SpfResult: "none" } => NoSpfCauses[row.SpfReason],
        { SpfResult: "fail" } => "SPF fail",
        { SpfResult: "softfail" } => "SPF softfail",
        { SpfResult: "neutral" } => "SPF neutral",
        { SpfResult: "permerror" } => "SPF permerror",
        { SpfResult: "temperror" } when IsOtherEnvelope(row) => Statistics.FailureCause.OtherEnvelopeOpen,
        { SpfResult: "temperror" } => "SPF temperror",
        _ => $"SPF {row.SpfResult}",
    };

    /// <summary>Causes by the name of their reason, made once.</summary>
    private sealed class CauseTexts(string before, string after)
    {
        private readonly FrozenDictionary<string, string> _texts =
            ReasonWords.Known.ToFrozenDictionary(static known => known.Key, known => before + known.Value + after, StringComparer.Ordinal);

        /// <remarks>A row that another version wrote may name a reason that is not known here.</remarks>
        public string this[string reason] => _texts.TryGetValue(reason, out string? text) ? text : before + ReasonWords.Of(reason) + after;
    }
}
