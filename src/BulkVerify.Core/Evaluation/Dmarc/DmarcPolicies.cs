namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The policies of a record that applies.</summary>
/// <param name="Domain">p=</param>
/// <param name="Subdomain">sp=; null when <paramref name="Domain"/> holds for subdomains too.</param>
/// <param name="Nonexistent">np=; null when it follows the others.</param>
/// <param name="Testing">t=y: every policy is to be applied one level lower.</param>
public readonly record struct DmarcPolicies(DmarcPolicy Domain, DmarcPolicy? Subdomain, DmarcPolicy? Nonexistent, bool Testing)
{
    /// <summary>For an author domain that exists.</summary>
    public DmarcPolicy ForExisting(DmarcPolicySource source) => source == DmarcPolicySource.Author ? Domain : Subdomain ?? Domain;

    /// <summary>For an author domain that does not exist.</summary>
    public DmarcPolicy ForNonexistent(DmarcPolicySource source) => source == DmarcPolicySource.Author ? Domain : Nonexistent ?? Subdomain ?? Domain;

    /// <summary>The policy to apply where <paramref name="published"/> is published.</summary>
    public DmarcPolicy Effective(DmarcPolicy published) => Testing ? published.Lowered() : published;
}
