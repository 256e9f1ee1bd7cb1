namespace BulkVerify.Summaries;

/// <summary>What an archive is good for, where DKIM is concerned.</summary>
public enum FidelityVerdict : byte
{
    /// <summary>Bodies are as signed, but for a few that lists or relays altered on their way.</summary>
    ByteExact,
    /// <summary>Some bodies are as signed and many are not, for no reason that a repair shows: altered on their way, by lists, gateways or forgers.</summary>
    Mixed,
    /// <summary>Bodies are not as signed, and one repair or a few make them so.</summary>
    Repairable,
    /// <summary>Of many signed messages by several signers not one body is as signed, and no repair helps: the archive rebuilt its messages. DKIM cannot be assessed.</summary>
    NotAssessable,
    /// <summary>No message has a signature that covers its body.</summary>
    Unsigned,
}
