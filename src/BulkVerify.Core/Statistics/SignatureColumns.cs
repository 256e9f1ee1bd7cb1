using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Statistics;

/// <summary>Fills what a row says of DKIM signatures. Safe for all threads.</summary>
internal sealed class SignatureColumns(RowAlignment alignment)
{
    private static readonly EnumTexts<DkimReason> ReasonTexts = new();

    /// <summary>Adds one entry for each signature, in header order.</summary>
    public void Fill(MessageRow row, MessageEvaluation message)
    {
        ReusedList<SignatureDigest> signatures = message.Digest.Signatures.Dkim;
        IReadOnlyList<IdentifierAlignment> alignments = message.Dmarc!.DkimAlignments;
        int identifier = 0;
        for (int i = 0; i < signatures.Count; i++)
        {
            DomainName? domain = signatures[i].Claim.Domain;
            // Identifiers are those signatures that have a domain, in the same order.
            IdentifierAlignment aligned = domain is not null && identifier < alignments.Count ? alignments[identifier++] : IdentifierAlignment.Unknown;
            SignatureRow signature = row.AddSignature();
            Fill(signature, signatures[i], message.Dkim[i]);
            signature.Aligned = alignment.IsAligned(aligned, domain, message.Dmarc);
            signature.Then = ThenComparison.Of(signatures[i].Claim, message.Digest.Claims.Envelope.Recorded.Dkim)?.ToWord() ?? "";
            if (message.Past?[i] is { } past && past.Reason != message.Dkim[i].Reason)
                (signature.PastResult, signature.PastReason) = (past.Result.ToWord(), ReasonTexts[past.Reason]);
        }
    }

    private static void Fill(SignatureRow row, SignatureDigest signature, in DkimVerdict verdict)
    {
        SignatureClaim claim = signature.Claim;
        row.D = claim.Domain?.Value ?? "";
        row.S = claim.Selector?.Value ?? "";
        row.A = AlgorithmText(claim.Algorithm);
        row.Bits = verdict.KeyBits;
        row.Result = verdict.Result.ToWord();
        row.Reason = ReasonTexts[verdict.Reason];
        row.KeyFrom = KeySourceText(verdict.KeySource);
        row.UnsignedContent = verdict.UnsignedContent;
        row.BodyHash = signature.ComputedBodyHash.IsEmpty ? "" : signature.BodyHashMatches ? "match" : "mismatch";
        row.C = CanonicalizationText(claim);
        row.Testing = verdict.Testing;
        row.LengthUsed = claim.BodyLength is not null;
        row.DuplicatesUnsigned = claim.LeavesDuplicatesUnsigned;
    }

    private static string KeySourceText(KeySource source) => source switch
    {
        KeySource.Dns => "dns",
        KeySource.Snapshot => "snapshot",
        KeySource.Keyring => "keyring",
        KeySource.Recovered => "recovered",
        _ => "",
    };

    private static string CanonicalizationText(SignatureClaim claim) => (claim.HeaderCanonicalization, claim.BodyCanonicalization) switch
    {
        (Canonicalization.Relaxed, Canonicalization.Relaxed) => "relaxed/relaxed",
        (Canonicalization.Relaxed, _) => "relaxed/simple",
        (_, Canonicalization.Relaxed) => "simple/relaxed",
        _ => "simple/simple",
    };

    private static string AlgorithmText(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha256 => "rsa-sha256",
        SignatureAlgorithm.Ed25519Sha256 => "ed25519-sha256",
        SignatureAlgorithm.RsaSha1 => "rsa-sha1",
        _ => "unknown",
    };
}
