namespace BulkVerify.Summaries;

/// <summary>What the messages of a run are grouped by.</summary>
public enum SummaryGrouping
{
    /// <summary>Sender and From domain.</summary>
    Stream,

    /// <summary>Vendor, or the domain of the strongest identifier.</summary>
    Vendor,

    /// <summary>The vendor whose platform a vendor sends through, else the sender.</summary>
    Platform,

    /// <summary>From domain.</summary>
    From,

    /// <summary>Month of receipt, UTC.</summary>
    Month,

    /// <summary>Sending address.</summary>
    Address,
}
