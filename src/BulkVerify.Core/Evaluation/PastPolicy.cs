using BulkVerify.Claims;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation;

/// <summary>
/// The rules for algorithms and keys of another day: before RFC 8301 rsa-sha1 was as good as rsa-sha256, and RSA keys of 512 bits counted (RFC 6376 §3.3.1, §3.3.3). It decides
/// nothing: it gives a second verdict for the signatures that those rules concern. Immutable; safe for all threads.
/// </summary>
/// <param name="dkim">Policy for keys and algorithms today; what it says of the answers of the DNS holds here too.</param>
/// <param name="keyring">Keys that the DNS no longer has; null for none.</param>
/// <param name="date">Day of the rules in seconds of the Unix epoch; null for the day on which each message was received.</param>
public sealed class PastPolicy(DkimVerifierOptions dkim, DkimKeyring? keyring, long? date)
{
    /// <summary>RFC 8301 was published in January 2018: 2018-01-01T00:00:00Z.</summary>
    public const long Rfc8301 = 1_514_764_800;

    private const int LeastOctets = DkimVerifierOptions.MinRsaBits / 8;

    public DkimVerifier Verifier { get; } = new(dkim with { AllowRsaSha1 = true, AllowShortKeys = true }, new KeyCache(), keyring);

    /// <summary>True when the day's rules say something else of the signature than those in force. A signature is as long as its key (RFC 8017 §8.2.2 step 1).</summary>
    public bool Concerns(SignatureClaim signature, long? receivedAt) =>
        (date ?? receivedAt) < Rfc8301
        && signature is { Syntax: SignatureSyntax.Valid, Algorithm: not SignatureAlgorithm.Ed25519Sha256 }
        && (signature.Algorithm == SignatureAlgorithm.RsaSha1 || signature.Signature.Length < LeastOctets);
}
