namespace BulkVerify.Claims;

/// <summary>Whether a receiver handled the message.</summary>
public enum ReceiptClass : byte
{
    /// <summary>A field that receivers write is there. The Received field of the server where a user handed the message in is none: sent copies have it.</summary>
    Received,
    /// <summary>No trace of a receiver: sent copies, drafts, folder-internal data. Outside the rates.</summary>
    NeverReceived,
}
