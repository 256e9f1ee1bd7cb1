namespace BulkVerify.Forge;

/// <summary>A vendor's setting that is switched on: it signs as the company, whatever it did before.</summary>
/// <param name="Vendor">Id of the vendor.</param>
/// <param name="AuthorDomain">From domain of the company.</param>
public sealed record VendorSetting(string Vendor, string AuthorDomain);
