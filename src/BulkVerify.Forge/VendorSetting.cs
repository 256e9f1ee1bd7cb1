namespace BulkVerify.Forge;

/// <summary>A vendor's setting for one company that is on from the start, whatever it was before. All other mail stays the same.</summary>
/// <param name="Vendor">Id of the vendor.</param>
/// <param name="AuthorDomain">From domain of the company.</param>
/// <param name="Feature">What is switched on.</param>
public sealed record VendorSetting(string Vendor, string AuthorDomain, VendorFeature Feature = VendorFeature.Signing);
