using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Keys;
using BulkVerify.Forge.Signing;

namespace BulkVerify.Forge.Truths;

/// <summary>What DKIM must give for a forged signature. Only the names of reasons are shared with the verifier.</summary>
internal static class SignatureTruths
{
    public static DkimReason ReasonOf(ForgedSignature signature)
    {
        DkimReason decided = ReasonOf(signature.Request.Fault);
        if (decided != DkimReason.Verified)
            return decided;
        // RFC 8301 §3.1 and §3.2
        if (signature.Request.Algorithm == SigningAlgorithm.RsaSha1)
            return DkimReason.RsaSha1;
        if (signature.Request.Algorithm.Kind == KeyKind.Rsa512)
            return DkimReason.KeyTooWeak;
        bool signatureBad = signature.HeaderChanged || signature.Request.Fault == SignatureFault.WrongKey || signature.Request.UsesUnpublishedKey;
        return (signature.BodyChanged, signatureBad) switch
        {
            (false, false) => DkimReason.Verified,
            (true, false) => DkimReason.BodyHashMismatch,
            (false, true) => DkimReason.SignatureMismatch,
            _ => DkimReason.BodyAndSignatureMismatch,
        };
    }

    /// <summary>Result words of RFC 8601 §2.7.1.</summary>
    public static AuthResult ResultOf(DkimReason reason) => reason switch
    {
        DkimReason.Verified => AuthResult.Pass,
        DkimReason.BodyHashMismatch or DkimReason.SignatureMismatch or DkimReason.BodyAndSignatureMismatch or DkimReason.BodyShorterThanLength => AuthResult.Fail,
        DkimReason.DnsServFail or DkimReason.DnsTimeout => AuthResult.TempError,
        DkimReason.KeyTooLarge => AuthResult.Policy,
        _ => AuthResult.PermError,
    };

    /// <summary>Bits of the key where a verifier comes to read one; 0 elsewhere.</summary>
    public static int BitsOf(ForgedSignature signature) => ReasonOf(signature) switch
    {
        DkimReason.Verified or DkimReason.BodyHashMismatch or DkimReason.SignatureMismatch or DkimReason.BodyAndSignatureMismatch
            or DkimReason.KeyTooWeak or DkimReason.KeyTooLarge or DkimReason.KeyTypeMismatch or DkimReason.KeyHashNotAllowed
            or DkimReason.KeyServiceNotEmail or DkimReason.IdentityNotExact => signature.KeyBits,
        _ => 0,
    };

    /// <summary>a= as a verifier can name it.</summary>
    public static string AlgorithmOf(ForgedSignature signature) =>
        signature.Request.Fault == SignatureFault.UnknownAlgorithm ? "unknown" : signature.Request.Algorithm.Name;

    /// <summary>d=, empty when it is no domain.</summary>
    public static string DomainOf(ForgedSignature signature) => signature.Request.Fault == SignatureFault.BadDomain ? "" : signature.Request.Domain;

    private static DkimReason ReasonOf(SignatureFault fault) => fault switch
    {
        SignatureFault.None or SignatureFault.WrongKey or SignatureFault.Future or SignatureFault.AppendedText => DkimReason.Verified,
        SignatureFault.MissingKey => DkimReason.KeyNotFound,
        SignatureFault.RevokedKey => DkimReason.KeyRevoked,
        SignatureFault.KeyServFail => DkimReason.DnsServFail,
        SignatureFault.KeyTimeout => DkimReason.DnsTimeout,
        SignatureFault.LengthTooLong => DkimReason.BodyShorterThanLength,
        // The other faults bear the names of their reasons.
        _ => Enum.Parse<DkimReason>(fault.ToString()),
    };
}
