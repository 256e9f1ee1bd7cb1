namespace BulkVerify.Forge;

/// <summary>What a vendor's settings offer to a company.</summary>
public enum VendorFeature
{
    /// <summary>It signs as the company, by a key that counts.</summary>
    Signing,
    /// <summary>Its MAIL FROM is a sub-domain of the company whose SPF record names it.</summary>
    BounceDomain,
    /// <summary>It sends in its own name, with the company in Reply-To.</summary>
    OwnName,
}
