using BulkVerify.Forge.Truths;

namespace BulkVerify.Forge.Worlds;

/// <summary>What SPF gives for one domain, by the owner of the client.</summary>
internal sealed class SpfSite(SpfTruth otherwise)
{
    private readonly Dictionary<string, SpfTruth> _byOwner = new(StringComparer.Ordinal);

    public SpfSite Authorize(string owner, SpfTruth truth)
    {
        _byOwner[owner] = truth;
        return this;
    }

    public SpfTruth For(string owner) => _byOwner.GetValueOrDefault(owner, otherwise);
}
