namespace BulkVerify.Reports.Aggregates;

/// <summary>Time that one report covers, in whole UTC days.</summary>
public enum AggregatePeriod : byte
{
    /// <summary>From the first day to the last day of the policy domain's mail.</summary>
    Run,
    Month,
    Day,
}
