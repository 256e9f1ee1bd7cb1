using BulkVerify.Statistics;

namespace BulkVerify.Engine.WhatIf;

/// <summary>Answers that a message needs and the run does not have.</summary>
internal static class MissingAnswers
{
    /// <summary>True when the message needs one, whatever its verdict.</summary>
    public static bool Concern(MessageRow row) =>
        row.SpfReason == "NotRecorded" || row.DmarcReason == "NotRecorded" || row.Dkim.Exists(s => s.Reason == "KeyNotRecorded");

    /// <summary>True when it is open therefore whether the message passes.</summary>
    public static bool LeaveOpen(MessageRow row) => Concern(row) && RowAssessor.Assess(row) != Assessment.Pass;
}
