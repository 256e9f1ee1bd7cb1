using Ed25519PublicKey = NSec.Cryptography.PublicKey;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Does the operations of a batch. One per thread: engines keep scratch memory.</summary>
public sealed class SignatureBatchVerifier
{
    [ThreadStatic]
    private static SignatureBatchVerifier? t_own;

    private readonly IRsaEngine _rsa;

    /// <summary>Takes the fastest RSA that the processor allows, or what the environment variable BULKVERIFY_RSA names: platform, avx2 or avx512.</summary>
    public SignatureBatchVerifier()
        : this(RsaEngines.Create(Environment.GetEnvironmentVariable(RsaEngines.Variable)))
    {
    }

    /// <summary>The verifier of the calling thread, for callers that have a message now and then.</summary>
    internal static SignatureBatchVerifier OfThread => t_own ??= new SignatureBatchVerifier();

    internal SignatureBatchVerifier(IRsaEngine rsa) => _rsa = rsa;

    /// <summary>Sets the outcome of every check of the batch.</summary>
    public void Verify(SignatureCheckBatch batch)
    {
        if (batch.KnownCount > 0)
        {
            VerifyUnknown(batch);
            return;
        }
        ReadOnlySpan<SignatureCheck> checks = batch.Checks;
        Span<bool> outcomes = batch.Outcomes;
        outcomes.Clear();
        _rsa.Verify(checks, outcomes);
        for (int i = 0; i < checks.Length; i++)
        {
            if (checks[i].Key.Type == DkimKeyType.Ed25519)
                outcomes[i] = VerifyEd25519(checks[i]);
        }
    }

    private void VerifyUnknown(SignatureCheckBatch batch)
    {
        if (batch.KnownCount == batch.Count)
            return;
        var rest = new SignatureCheckBatch();
        var places = new List<int>(batch.Count - batch.KnownCount);
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.IsKnown(i))
                continue;
            places.Add(i);
            rest.Add(batch[i]);
        }
        Verify(rest);
        for (int i = 0; i < places.Count; i++)
            batch.Outcomes[places[i]] = rest.IsValid(i);
    }

    // RFC 8463 §3: PureEdDSA over the SHA-256 hash.
    private static bool VerifyEd25519(in SignatureCheck check) =>
        check.Key.LibraryEd25519 is Ed25519PublicKey key
        && check.Signature.Length == NSec.Cryptography.SignatureAlgorithm.Ed25519.SignatureSize
        && NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(key, check.Hash.Span, check.Signature.Span);
}
