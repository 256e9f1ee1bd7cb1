namespace BulkVerify.Evaluation.Dkim;

/// <summary>Where the key of a verdict came from.</summary>
public enum KeySource : byte
{
    /// <summary>No key was found or needed.</summary>
    None,
    /// <summary>The answers of this run: live DNS or its zone file.</summary>
    Dns,
    /// <summary>A dated snapshot of the DNS.</summary>
    Snapshot,
    /// <summary>A collection of keys that the user keeps.</summary>
    Keyring,
}
