using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Statistics;

/// <summary>Fills what a row says of DMARC, under the rules of the run and, where both were asked for, where they differ. Safe for all threads.</summary>
internal static class DmarcColumns
{
    private static readonly EnumTexts<DmarcReason> ReasonTexts = new();

    /// <summary>By the value of the flags.</summary>
    private static readonly string[] CheckTexts =
        [.. Enumerable.Range(0, 1 + Enum.GetValues<DmarcSenderChecks>().Sum(c => (int)c)).Select(c => c == 0 ? "" : ((DmarcSenderChecks)c).ToString())];

    public static void Fill(MessageRow row, MessageEvaluation message)
    {
        DmarcVerdict dmarc = message.Dmarc!;
        row.DmarcResult = dmarc.Result.ToWord();
        row.DmarcReason = ReasonTexts[dmarc.Reason];
        row.DmarcPolicy = dmarc.PublishedPolicy?.ToWord() ?? "";
        row.DmarcEffectivePolicy = dmarc.EffectivePolicy?.ToWord() ?? "";
        row.DmarcRules = dmarc.Rules == DmarcRules.Rfc9989 ? "9989" : "7489";
        row.DmarcPolicyDomain = dmarc.PolicyDomain?.Value ?? "";
        row.OrganizationalDomain = dmarc.OrganizationalDomain?.Value ?? "";
        row.DmarcChecks = CheckTexts[(int)dmarc.SenderChecks];
        if (message.Dmarc7489 is not { } old)
            return;
        row.Dmarc7489Result = old.Result.ToWord();
        row.Dmarc7489Policy = old.PublishedPolicy?.ToWord() ?? "";
        row.Dmarc7489Reason = ReasonTexts[old.Reason];
        if (!row.DoRulesDiffer())
            return;
        row.DmarcDifference = IdentifiersThatDiffer(message, dmarc, old);
        row.DmarcWalk = DmarcWalkText.Of(dmarc);
        row.Dmarc7489Walk = DmarcWalkText.Of(old);
    }

    private static string IdentifiersThatDiffer(MessageEvaluation message, DmarcVerdict dmarc, DmarcVerdict old)
    {
        var texts = new List<string>();
        int identifier = 0;
        foreach (SignatureDigest signature in message.Digest.Signatures.Dkim)
        {
            if (signature.Claim.Domain is not { } domain)
                continue;
            if (identifier < dmarc.DkimAlignments.Count && identifier < old.DkimAlignments.Count)
                AddDifference(texts, $"d={domain}", dmarc.DkimAlignments[identifier], old.DkimAlignments[identifier]);
            identifier++;
        }
        if (message.Spf!.Domain is { } envelope)
            AddDifference(texts, $"SPF {envelope}", dmarc.SpfAlignment, old.SpfAlignment);
        return string.Join(", ", texts.Distinct());
    }

    private static void AddDifference(List<string> texts, string identifier, IdentifierAlignment now, IdentifierAlignment before)
    {
        if (now == IdentifierAlignment.Aligned != (before == IdentifierAlignment.Aligned))
            texts.Add($"{identifier} aligns under RFC {(now == IdentifierAlignment.Aligned ? "9989" : "7489")} only");
    }
}
