using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>The names whose records decide on a message, each once. Reused from message to message; not thread-safe.</summary>
public sealed class DigestNames
{
    private readonly List<(DomainName Name, NameUses Uses)> _names = [];

    public IReadOnlyList<(DomainName Name, NameUses Uses)> All => _names;

    /// <summary>Forgets the last message and takes the names of this one.</summary>
    public void Set(MessageDigest digest)
    {
        _names.Clear();
        foreach (SignatureDigest signature in digest.Signatures.Dkim)
        {
            AddKey(signature.Claim);
            Add(signature.Claim.Domain, NameUses.Policies);
        }
        if (digest.Signatures.Arc is { } arc)
        {
            foreach (ArcSetDigest set in arc.Sets)
            {
                AddKey(set.MessageSignature?.Claim);
                AddKey(set.Seal?.Claim);
            }
        }
        AuthorDomain author = digest.Claims.Author;
        for (int i = 0; i < author.Count; i++)
            Add(author[i], NameUses.Policies | NameUses.Existence);
        EnvelopeFacts envelope = digest.Claims.Envelope;
        Add(envelope.MailFrom.Domain, NameUses.Policies | NameUses.Spf);
        Add(DomainName.TryParse((envelope.Helo ?? "").AsSpan()), NameUses.Policies | NameUses.Spf);
    }

    private void AddKey(SignatureClaim? claim) => Add(claim?.KeyName, NameUses.Texts);

    private void Add(DomainName? name, NameUses uses)
    {
        if (name is null)
            return;
        for (int i = 0; i < _names.Count; i++)
        {
            if (_names[i].Name != name)
                continue;
            _names[i] = (name, _names[i].Uses | uses);
            return;
        }
        _names.Add((name, uses));
    }
}
