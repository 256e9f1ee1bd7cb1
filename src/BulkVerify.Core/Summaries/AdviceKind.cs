namespace BulkVerify.Summaries;

/// <summary>What a piece of advice has people do.</summary>
public enum AdviceKind
{
    /// <summary>Publish a key that mail is signed with and the DNS does not have (R3).</summary>
    PublishKey,
    /// <summary>Replace a key that is too short (R3).</summary>
    ReplaceKey,
    /// <summary>Mend the record of a key (R3).</summary>
    MendKey,
    /// <summary>Sign with rsa-sha256 (R3).</summary>
    ChangeAlgorithm,
    /// <summary>Sign after the last change of the mail (R3).</summary>
    SignLast,
    /// <summary>Mend a signature that does not count for another reason (R3).</summary>
    MendSignature,
    /// <summary>Sign with d= of the author (R3).</summary>
    SignAsAuthor,
    /// <summary>Work with the vendor another way: it cannot sign as its customers (R3).</summary>
    ChangeMode,
    /// <summary>Have a MAIL FROM of the author's (R2).</summary>
    AlignEnvelope,
    /// <summary>Name the sending addresses in the SPF record (R1).</summary>
    AuthorizeSender,
    /// <summary>Mend the SPF record, which counts for nobody as it is (R1).</summary>
    MendSpf,
    /// <summary>Bring the SPF record back under the look-up limit (R1).</summary>
    ReduceLookups,
    /// <summary>Publish a DMARC record.</summary>
    PublishPolicy,
    /// <summary>Mend the DMARC record, or keep one of several, as what is published counts for nothing.</summary>
    MendPolicy,
    /// <summary>Publish the DMARC record without the strict alignment that keeps mail from counting (R2, R3).</summary>
    RelaxPolicy,
}
