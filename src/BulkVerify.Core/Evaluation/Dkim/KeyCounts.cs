namespace BulkVerify.Evaluation.Dkim;

/// <summary>How many keys of each source are tried for one signature, in this order.</summary>
internal readonly record struct KeyCounts(int Published, int Keyring, int Recovered)
{
    public int Total => Published + Keyring + Recovered;

    /// <summary>The source of the key at a place.</summary>
    /// <param name="index">From 0 to <see cref="Total"/> - 1.</param>
    /// <param name="publishedFrom">Source of those of the DNS.</param>
    public KeySource SourceAt(int index, KeySource publishedFrom) =>
        index < Published ? publishedFrom : index < Published + Keyring ? KeySource.Keyring : KeySource.Recovered;
}
