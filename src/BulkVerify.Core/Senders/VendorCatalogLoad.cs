namespace BulkVerify.Senders;

/// <summary>What came of reading a vendor file.</summary>
/// <param name="Catalog">The built-in entries with those of the file added or laid over them; entries with an error are left out.</param>
/// <param name="Errors">In the order of the file; empty when all is well.</param>
public sealed record VendorCatalogLoad(VendorCatalog Catalog, IReadOnlyList<VendorError> Errors);
