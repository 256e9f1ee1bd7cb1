namespace BulkVerify.Forge.Worlds;

/// <summary>What DMARC records a company publishes, and where its author domain stands among them.</summary>
internal enum PolicyShape
{
    Reject,
    Quarantine,
    Monitor,
    /// <summary>adkim=s and aspf=s.</summary>
    Strict,
    /// <summary>adkim=s.</summary>
    StrictDkim,
    /// <summary>The author is a sub-domain below a record with sp=.</summary>
    SubdomainPolicy,
    /// <summary>The author does not exist, below a record with np=.</summary>
    NonexistentPolicy,
    /// <summary>t=y.</summary>
    Testing,
    /// <summary>The author is a sub-domain whose record says psd=n.</summary>
    OwnOrganization,
    /// <summary>The author has no record, its parent says psd=y.</summary>
    PublicSuffix,
    NoRecord,
    SeveralRecords,
    /// <summary>The author is a sub-domain with two records, its parent has one.</summary>
    SeveralBelow,
    ServFail,
    /// <summary>The author is a sub-domain with the only record: an organization of its own under RFC 9989, not under RFC 7489.</summary>
    RecordBelowOnly,
    /// <summary>p= is no policy, and rua= is good: as p=none.</summary>
    BadPolicyWithReports,
    /// <summary>p= is no policy, and there is no rua=: no record.</summary>
    BadPolicy,
    /// <summary>v=DMARC10.</summary>
    BadVersion,
    Timeout,
}
