namespace BulkVerify.Statistics;

/// <summary>The tables of <see cref="Finding"/>: which groups a row counts in. Pure functions of one row.</summary>
public static class Findings
{
    /// <summary>Signatures whose key the DNS did not give, by where it came from.</summary>
    public const string KeySources = "key-source";

    /// <summary>The groups of a row; one may occur more than once.</summary>
    public static IEnumerable<Finding> Of(MessageRow row)
    {
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.KeyFrom is "keyring" or "recovered")
                yield return new Finding(KeySources, signature.KeyFrom);
        }
    }
}
