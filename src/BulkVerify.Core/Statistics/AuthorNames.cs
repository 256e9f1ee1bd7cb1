using BulkVerify.Claims;
using BulkVerify.Senders;

namespace BulkVerify.Statistics;

/// <summary>Display names of authors as rows keep them. Decodes each name once while it is recent: not thread-safe.</summary>
internal sealed class AuthorNames(VendorCatalog vendors)
{
    /// <summary>Half of what is kept of display names and their decoded form.</summary>
    private const long GenerationBytes = 512 << 10;

    private readonly BoundedCache<string, string> _names = new(GenerationBytes, static (written, name) => MemoryCost.Of(written) + MemoryCost.Of(name), StringComparer.Ordinal);
    private readonly List<int> _owners = [];

    /// <summary>The display name where it may name somebody else.</summary>
    /// <param name="written">As it stands in From.</param>
    public string Of(string written, DomainName? author)
    {
        if (written.Length == 0)
            return "";
        if (!_names.TryGet(written, out string? name))
            name = _names.Add(written, AuthorText.Decode(written));
        _owners.Clear();
        bool mayNameOthers = name.AsSpan().ContainsAny('@', '.') || name.Contains(" via ", StringComparison.OrdinalIgnoreCase);
        return mayNameOthers || (author is not null && vendors.FindOwners(author.Value, _owners)) ? name : "";
    }
}
