namespace BulkVerify.Evaluation.Dmarc;

/// <summary>How policy and organizational domain were found; the names are those of discovery_method (RFC 9990 §3.1.1.5).</summary>
public enum DmarcDiscoveryMethod : byte
{
    TreeWalk,
    Psl,
}
