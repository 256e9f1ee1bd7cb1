using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Statistics;

/// <summary>Compares what the receiver said on arrival with the verdicts of today. Pure.</summary>
public static class ThenComparison
{
    /// <summary>Room for what receivers write of b=, which is 8 characters or some more.</summary>
    private const int MaxStackChars = 64;

    /// <summary>What the receiver said of a signature of the message; null when it did not name it. It names signatures by the first characters of b= (RFC 6008), by d= and s=, or by d= alone.</summary>
    public static AuthResult? Of(SignatureClaim claim, IReadOnlyList<RecordedSignature> recorded)
    {
        AuthResult? byDomain = null;
        for (int i = 0; i < recorded.Count; i++)
        {
            RecordedSignature then = recorded[i];
            if (then.Domain is null || then.Domain != claim.Domain)
                continue;
            if (then.SignaturePrefix.Length > 0)
            {
                if (StartsWith(claim.Signature.Span, then.SignaturePrefix))
                    return then.Result;
                continue;
            }
            if (then.Selector.Length > 0 && !then.Selector.Equals(claim.Selector?.Value, StringComparison.OrdinalIgnoreCase))
                continue;
            byDomain ??= then.Result;
        }
        return byDomain;
    }

    /// <summary>Why SPF differs.</summary>
    public static ThenReason Spf(MessageRow row)
    {
        if (row.ThenSpf.Length == 0 || row.ThenSpf == row.SpfResult)
            return ThenReason.Same;
        if (!RowAssessor.SpfAssessable(row))
            return ThenReason.NotJudged;
        if (row.ThenSpf == "temperror")
            return ThenReason.Unknown;
        return row.SpfResult == "none" ? ThenReason.RecordGone : ThenReason.RecordChanged;
    }

    /// <summary>Why DKIM differs: the receiver's best word against ours, decided by the signature that had it. Words for one failure, such as fail and permerror, are no difference.</summary>
    public static ThenReason Dkim(MessageRow row, MessageDigest digest, ReadOnlySpan<DkimVerdict> verdicts)
    {
        string now = BestOf(row.Dkim);
        if (row.ThenDkim.Length == 0 || row.ThenDkim == now)
            return ThenReason.Same;
        if (row.ThenDkim == "temperror")
            return ThenReason.Unknown;
        if (row.ThenDkim == "pass")
            return ReasonOf(row, digest, verdicts, "pass") ?? (NamesAny(digest) ? ThenReason.HeaderAltered : ReasonOf(row, digest, verdicts, "")) ?? ThenReason.HeaderAltered;
        if (now == "pass" || row.ThenDkim == "none")
            return row.ThenDkim == "none" ? ThenReason.ReceiverRules : ThenReason.Unknown;
        return ReasonOf(row, digest, verdicts, "") is ThenReason.NotJudged or ThenReason.KeyGone ? ReasonOf(row, digest, verdicts, "")!.Value : ThenReason.Same;
    }

    /// <summary>Why DMARC differs, after the other two are known.</summary>
    public static ThenReason Dmarc(MessageRow row)
    {
        if (row.ThenDmarc.Length == 0 || row.ThenDmarc == row.DmarcResult)
            return ThenReason.Same;
        if (row.DmarcResult == "temperror" || row.DmarcReason is "NotRecorded" or "NotAsked")
            return ThenReason.NotJudged;
        if (row.ThenDmarc == "temperror")
            return ThenReason.Unknown;
        if (row.DmarcResult == "none")
            return ThenReason.RecordGone;
        if (row.ThenDmarc == "none")
            return ThenReason.RecordChanged;
        if (row.ThenDkimReason.Length > 0)
            return Enum.Parse<ThenReason>(row.ThenDkimReason);
        return row.ThenSpfReason.Length > 0 ? Enum.Parse<ThenReason>(row.ThenSpfReason) : ThenReason.ReceiverRules;
    }

    /// <summary>Why the first signature that the receiver said this of (any, when empty) does not pass today; null when there is none such.</summary>
    private static ThenReason? ReasonOf(MessageRow row, MessageDigest digest, ReadOnlySpan<DkimVerdict> verdicts, string then)
    {
        for (int i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i].Result != AuthResult.Pass && (then.Length == 0 || row.Dkim[i].Then == then))
                return Of(verdicts[i], digest.Signatures.Dkim[i]);
        }
        return null;
    }

    private static ThenReason Of(in DkimVerdict now, SignatureDigest signature) => now.Reason switch
    {
        DkimReason.KeyNotRecorded or DkimReason.KeyNotAsked or DkimReason.DnsTimeout or DkimReason.DnsServFail => ThenReason.NotJudged,
        DkimReason.KeyNotFound or DkimReason.KeyRevoked or DkimReason.KeySyntax or DkimReason.ConsistentWithRecoveredKey => ThenReason.KeyGone,
        DkimReason.KeyTypeMismatch or DkimReason.KeyHashNotAllowed or DkimReason.KeyServiceNotEmail or DkimReason.IdentityNotExact => ThenReason.KeyChanged,
        DkimReason.BodyHashMismatch or DkimReason.BodyAndSignatureMismatch or DkimReason.BodyShorterThanLength => ThenReason.BodyAltered,
        // RFC 8017 §8.2.2 step 1: a signature is as long as the modulus.
        DkimReason.SignatureMismatch => 8 * signature.Claim.Signature.Length - now.KeyBits is < 0 or > 7 ? ThenReason.KeyChanged : ThenReason.HeaderAltered,
        _ => ThenReason.ReceiverRules,
    };

    private static string BestOf(List<SignatureRow> signatures)
    {
        string best = signatures.Count == 0 ? "none" : signatures[0].Result;
        foreach (SignatureRow signature in signatures)
        {
            if (signature.Result == "pass")
                best = "pass";
        }
        return best;
    }

    /// <summary>True when the receiver said which signatures it means.</summary>
    private static bool NamesAny(MessageDigest digest)
    {
        foreach (RecordedSignature then in digest.Claims.Envelope.Recorded.Dkim)
        {
            if (then.Domain is not null)
                return true;
        }
        return false;
    }

    private static bool StartsWith(ReadOnlySpan<byte> signature, string prefix)
    {
        int octets = Math.Min(signature.Length, 3 * ((prefix.Length + 3) / 4));
        int length = 4 * ((octets + 2) / 3);
        Span<char> text = length <= MaxStackChars ? stackalloc char[MaxStackChars] : new char[length];
        Convert.TryToBase64Chars(signature[..octets], text, out int written);
        return text[..written].StartsWith(prefix, StringComparison.Ordinal);
    }
}
