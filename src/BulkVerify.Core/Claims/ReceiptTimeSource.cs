namespace BulkVerify.Claims;

/// <summary>What told the time of receipt.</summary>
public enum ReceiptTimeSource : byte
{
    /// <summary>Nothing: the time is not known.</summary>
    None,
    /// <summary>The Received field at the trust boundary, or the next one above it that has a date.</summary>
    Received,
    /// <summary>The Date field: when the message was written.</summary>
    Date,
    /// <summary>The separator line of the mbox.</summary>
    MboxSeparator,
}
