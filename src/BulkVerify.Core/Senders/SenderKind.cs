namespace BulkVerify.Senders;

/// <summary>What <see cref="Attribution.Sender"/> names.</summary>
public enum SenderKind : byte
{
    /// <summary>Nothing tells who sent it: "unknown".</summary>
    Unknown,

    /// <summary>An id of the vendor catalog.</summary>
    Vendor,

    /// <summary>"claims " and an id of the vendor catalog: only what anyone can write points to that vendor.</summary>
    ClaimedVendor,

    /// <summary>The author's own organizational domain authenticates and nothing shows a vendor: its own servers, or a vendor that signs as it and leaves no trace.</summary>
    Own,

    /// <summary>An organizational domain that is neither the author's nor a known vendor's.</summary>
    Domain,

    /// <summary>An address block: /24 of IPv4, /48 of IPv6.</summary>
    AddressBlock,
}
