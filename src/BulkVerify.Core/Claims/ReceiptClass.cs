namespace BulkVerify.Claims;

/// <summary>Whether a receiver handled the message.</summary>
public enum ReceiptClass : byte
{
    /// <summary>A field that receivers write is there.</summary>
    Received,
    /// <summary>No trace of a receiver: sent copies, drafts, folder-internal data. Outside the rates.</summary>
    NeverReceived,
}
