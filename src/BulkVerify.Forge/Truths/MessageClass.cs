namespace BulkVerify.Forge.Truths;

/// <summary>How a message came into the archive.</summary>
internal enum MessageClass
{
    Received,
    Never,
    Indirect,
    Duplicate,
}
