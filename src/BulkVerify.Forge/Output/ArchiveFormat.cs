namespace BulkVerify.Forge.Output;

/// <summary>How an archive stores its messages.</summary>
public enum ArchiveFormat
{
    /// <summary>mbox, mboxrd quoting.</summary>
    MboxRd,
    /// <summary>mbox, mboxo quoting.</summary>
    MboxO,
    /// <summary>mbox, Content-Length, no quoting.</summary>
    MboxCl2,
    /// <summary>A folder of .eml files.</summary>
    Eml,
    Maildir,
}
