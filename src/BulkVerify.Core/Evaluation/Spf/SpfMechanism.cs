namespace BulkVerify.Evaluation.Spf;

/// <summary>The mechanisms of RFC 7208 §5.</summary>
public enum SpfMechanism : byte
{
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
}
