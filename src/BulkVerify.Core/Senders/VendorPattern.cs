namespace BulkVerify.Senders;

/// <summary>A pattern of names with the vendor that it tells.</summary>
/// <param name="Vendor">Index in the catalog.</param>
/// <param name="Pattern">One of those that the catalog's text unfolds to.</param>
internal sealed record VendorPattern(int Vendor, NamePattern Pattern);
