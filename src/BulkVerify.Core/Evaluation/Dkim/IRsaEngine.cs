namespace BulkVerify.Evaluation.Dkim;

/// <summary>Verifies RSASSA-PKCS1-v1_5 signatures (RFC 8017 §8.2.2), as many at a time as it likes. One per thread.</summary>
internal interface IRsaEngine
{
    /// <summary>Sets the outcome of every check whose key is RSA, and leaves the others as they are.</summary>
    /// <param name="checks">Checks with keys of any type and size.</param>
    /// <param name="outcomes">One for each of <paramref name="checks"/>, false on entry.</param>
    void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> outcomes);

    /// <summary>Sets the outcomes of some checks that belong together: RSA keys whose moduli have equally many digits, and signatures that suit vectors.</summary>
    /// <param name="group">Their places in <paramref name="checks"/>.</param>
    void VerifyGroup(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes);
}
