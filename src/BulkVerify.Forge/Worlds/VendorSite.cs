using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Worlds;

/// <summary>A vendor in one world: its hosts and names with all placeholders filled.</summary>
internal sealed record VendorSite(Vendor Vendor, IReadOnlyList<ClientHost> Hosts, IReadOnlyList<string> BounceDomains, string Networks);
