namespace BulkVerify.Claims;

/// <summary>What an h= list names (RFC 6376 §3.5).</summary>
[Flags]
internal enum SignedHeaderFacts : byte
{
    None,
    From = 1,
    ListUnsubscribe = 2,
    ListUnsubscribePost = 4,
    ArcSeal = 8,

    /// <summary>A name that no field can have (RFC 5322 §3.6.8).</summary>
    BadName = 16,

    /// <summary>More names than are read.</summary>
    OverLimit = 32,
}
