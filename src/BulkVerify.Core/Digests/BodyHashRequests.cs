using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>The distinct ways in which one body is hashed. Its objects are reused from message to message, with their hashes. Not thread-safe.</summary>
internal sealed class BodyHashRequests
{
    private readonly List<BodyHashRequest> _spare = [];

    public List<BodyHashRequest> Items { get; } = [];

    public void Clear()
    {
        _spare.AddRange(Items);
        Items.Clear();
    }

    public void Add(Canonicalization way, BodyHashAlgorithm algorithm, long? length)
    {
        BodyHashRequest request = _spare.Count > 0 ? _spare[^1] : new BodyHashRequest();
        if (_spare.Count > 0)
            _spare.RemoveAt(_spare.Count - 1);
        request.Set(way, algorithm, length);
        Items.Add(request);
    }

    /// <summary>The same ways, without hashes.</summary>
    public void CopyFrom(BodyHashRequests other)
    {
        Clear();
        foreach (BodyHashRequest request in other.Items)
            Add(request.Canonicalization, request.Algorithm, request.Length);
    }

    public BodyHashRequest? Find(SignatureClaim claim) => Find(claim.BodyCanonicalization, AlgorithmOf(claim), claim.BodyLength);

    public BodyHashRequest? Find(Canonicalization way, BodyHashAlgorithm algorithm, long? length) => BodyHasher.Find(Items, way, algorithm, length);

    public static BodyHashAlgorithm AlgorithmOf(SignatureClaim claim) => claim.Algorithm == SignatureAlgorithm.RsaSha1 ? BodyHashAlgorithm.Sha1 : BodyHashAlgorithm.Sha256;
}
