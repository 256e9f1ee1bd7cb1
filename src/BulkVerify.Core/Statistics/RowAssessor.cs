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

    /// <summary>True when it is known whether an aligned signature verifies: one does, or none of the aligned ones lacks its key or met a DNS error.</summary>
    public static bool DkimAssessable(MessageRow row)
    {
        if (row.Repair == NotAssessable)
            return DkimAligned(row);
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && signature.Result != "pass" && (signature.Result == "temperror" || KeyGone.Contains(signature.Reason)))
                return DkimAligned(row);
        }
        return true;
    }

    /// <summary>True when SPF was evaluated to an end: an address was known and no question stayed open.</summary>
    public static bool SpfAssessable(MessageRow row) =>
        row.SpfResult != "temperror" && !Unknown.Contains(row.SpfReason) && row.SpfReason != "NoClientAddress";

    /// <summary>Why the message does not pass, in words that group well: what DKIM lacks, then what SPF lacks.</summary>
    public static string FailureCause(MessageRow row) => $"{DkimCause(row)}; {SpfCause(row)}";

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
                return signature.Result == "pass" ? "DKIM passes aligned" : $"DKIM {Words(signature.Reason)}";
            if (signature.Result == "pass")
                unaligned ??= signature;
        }
        return unaligned is null ? Statistics.FailureCause.NotAligned + Words(row.Dkim[0].Reason) : Statistics.FailureCause.OtherSigner;
    }

    private static string SpfCause(MessageRow row) => row switch
    {
        { SpfResult: "pass", SpfAligned: true } => "SPF passes aligned",
        { SpfResult: "pass" } => Statistics.FailureCause.OtherEnvelope,
        { SpfResult: "none" } => $"SPF none ({Words(row.SpfReason)})",
        _ => $"SPF {row.SpfResult}",
    };

    /// <summary>"BodyHashMismatch" as "body hash mismatch".</summary>
    internal static string Words(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append(' ');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
