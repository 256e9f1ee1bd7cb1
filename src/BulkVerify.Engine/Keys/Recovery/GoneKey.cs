using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>How the signatures of one (d, s) of a run stand to their key.</summary>
internal struct GoneKey
{
    /// <summary>Signatures whose key is gone.</summary>
    public long Gone { get; private set; }

    /// <summary>Signatures with an intact body that the key of the DNS does not verify.</summary>
    public long Mismatched { get; private set; }

    /// <summary>Signatures that the key of the DNS verifies.</summary>
    public long Verified { get; private set; }

    /// <summary>Signatures to recover the key from: those whose key is gone, and where the DNS has a key that verifies not one of them, those too: it is another key.</summary>
    public readonly long Wanted => Gone + (Verified == 0 ? Mismatched : 0);

    public void Add(SignatureRow signature)
    {
        if (IsGone(signature))
            Gone++;
        else if (signature.Reason == "SignatureMismatch")
            Mismatched++;
        else if (signature.Reason is "Verified" or "BodyHashMismatch")
            Verified++;
    }

    /// <summary>True when the signature belongs to a group of this standing.</summary>
    public readonly bool Wants(SignatureRow signature) => IsGone(signature) || (Verified == 0 && signature.Reason == "SignatureMismatch");

    private static bool IsGone(SignatureRow signature) => IsGone(signature, signature.Reason) || IsGone(signature, signature.PastReason);

    /// <summary>A revoked key has a record without it (RFC 6376 §3.6.1).</summary>
    private static bool IsGone(SignatureRow signature, string reason) =>
        reason == nameof(DkimReason.KeyRevoked) || (signature.KeyFrom.Length == 0 && RowAssessor.KeyGone.Contains(reason));
}
