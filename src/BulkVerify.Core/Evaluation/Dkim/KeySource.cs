namespace BulkVerify.Evaluation.Dkim;

/// <summary>Where the key of a verdict came from.</summary>
public enum KeySource : byte
{
    /// <summary>No key was found or needed.</summary>
    None,
    /// <summary>The live DNS, asked by this run.</summary>
    Dns,
    /// <summary>Zone files: answers that were written or recorded before the run.</summary>
    Snapshot,
    /// <summary>A collection of keys that the user keeps: the DNS has the key no more.</summary>
    Keyring,
    /// <summary>A key computed from signatures: it shows that they belong together, and proves no signer.</summary>
    Recovered,
}
