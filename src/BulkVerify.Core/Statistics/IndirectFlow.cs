using BulkVerify.Claims;
using BulkVerify.Evaluation;

namespace BulkVerify.Statistics;

/// <summary>Mail that came by a list or forwarder. Pure.</summary>
internal static class IndirectFlow
{
    /// <summary>Why it is not the sender's fault that nothing aligns, policy or not: a chain that passes, or a list or forwarder whose traces are there and that changed what was signed.</summary>
    public static string Of(MessageRow row, MessageEvaluation message)
    {
        if (row.DmarcResult is not ("fail" or "none") || row.SpfAligned || RowAssessor.DkimAligned(row))
            return "";
        // A key that is not known explains enough.
        if (row.DmarcResult == "none" && !RowAssessor.DkimAssessable(row))
            return "";
        if (message.Arc.Result == AuthResult.Pass)
            return "arc";
        bool changed = row.Dkim.Exists(s => s.Aligned && s.Reason is "BodyHashMismatch" or "SignatureMismatch" or "BodyAndSignatureMismatch");
        bool othersPass = row.Dkim.Exists(s => !s.Aligned && s.Result == "pass") || (row.SpfResult == "pass" && !row.SpfAligned);
        ListTraces lists = message.Digest.Claims.Lists;
        if (lists.IsList && (changed || othersPass))
            return "mailing-list";
        return lists.IsForwarded && (changed || row.SpfResult is "pass" or "fail" or "softfail") ? "forwarded" : "";
    }
}
