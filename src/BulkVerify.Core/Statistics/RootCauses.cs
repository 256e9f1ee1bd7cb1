namespace BulkVerify.Statistics;

/// <summary>The root cause of a row that fails, its name, its words, and what mends it. Pure.</summary>
public static class RootCauses
{
    private static readonly (string Name, string Words, string Fix)[] Texts =
    [
        ("no-author-domain", "From names no single domain", "write one From field with one address"),
        ("body-changed", "body changed after signing", "sign after the last change: find what adds a footer, scans or rewrites, and let it work before the signer"),
        ("header-changed", "header changed after signing, or signed with another key", "compare the signer's key with the one published; sign with relaxed header canonicalization, after the last change"),
        ("body-and-header-changed", "body and header changed after signing", "sign after the last change: a gateway, list or archive rewrote the message"),
        ("key-missing", "no key at the selector", "publish the key again, or sign with one that is published"),
        ("key-revoked", "key revoked", "sign with a key that is in use"),
        ("key-unusable", "key record cannot be used", "mend the key record: its syntax, k=, h=, s= or t=s does not suit the signature"),
        ("weak-key", "key too weak to count", "replace it by an RSA key of 2048 bits"),
        ("sha1", "signed with rsa-sha1", "sign with rsa-sha256"),
        ("expired", "signature expired before receipt", "sign with a later x=, or none; find what delays the mail"),
        ("signature-ill-formed", "signature is ill-formed", "let the signer write what RFC 6376 asks for"),
        ("other-domain", "authenticates as another domain", "switch on signing with d= of the From domain at the sender, or a MAIL FROM below it"),
        ("other-domain-broken", "signed by another domain, which does not verify", "switch on signing with d= of the From domain at the sender"),
        ("not-authorized", "not signed, and SPF does not authorize the address", "if it is yours: sign it, or name its addresses in SPF; if not, the policy does its work"),
        ("spf-broken", "not signed, and the SPF record has an error", "mend the SPF record: summary --by spf shows where it breaks"),
        ("nothing-published", "not signed, and no SPF record", "if it is yours: sign it and publish SPF for its MAIL FROM; if not, the policy does its work"),
    ];

    /// <summary>Names for options and JSON, in the order of the tree.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Texts.Select(t => t.Name)];

    public static string NameOf(RootCause cause) => Texts[(int)cause].Name;

    public static string WordsOf(RootCause cause) => Texts[(int)cause].Words;

    public static string FixOf(RootCause cause) => Texts[(int)cause].Fix;

    /// <summary>Null when it is no name of a cause.</summary>
    public static RootCause? TryParse(string name) => Array.FindIndex(Texts, t => t.Name == name) is >= 0 and var index ? (RootCause)index : null;

    /// <summary>Why a row that fails does. Of several aligned signatures the first one decides whose key is to be had.</summary>
    public static RootCause Of(MessageRow row)
    {
        if (row.AuthorDomain.Length == 0 || !RowAssessor.HasAuthor(row))
            return RootCause.NoAuthorDomain;
        bool passes = row.SpfResult == "pass";
        SignatureRow? deciding = null;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && (deciding is null || RowAssessor.KeyGone.Contains(deciding.Reason)))
                deciding = signature;
            passes |= signature.Result == "pass";
        }
        if (deciding is not null)
            return OfSignature(deciding.Reason);
        if (passes)
            return RootCause.OtherDomain;
        if (row.Dkim.Count > 0)
            return RootCause.OtherDomainBroken;
        return row.SpfResult switch
        {
            "permerror" => RootCause.SpfBroken,
            "none" => RootCause.NothingPublished,
            _ => RootCause.NotAuthorized,
        };
    }

    /// <param name="reason">Name of the reason why an aligned signature does not pass.</param>
    internal static RootCause OfSignature(string reason) => reason switch
    {
        "BodyHashMismatch" or "BodyShorterThanLength" => RootCause.BodyChanged,
        "SignatureMismatch" => RootCause.HeaderChanged,
        "BodyAndSignatureMismatch" => RootCause.BodyAndHeaderChanged,
        "KeyRevoked" => RootCause.KeyRevoked,
        "KeySyntax" or "KeyHashNotAllowed" or "KeyTypeMismatch" or "KeyServiceNotEmail" or "IdentityNotExact" or "KeyTooLarge" => RootCause.KeyUnusable,
        "KeyTooWeak" => RootCause.WeakKey,
        "RsaSha1" => RootCause.Sha1,
        "Expired" => RootCause.Expired,
        _ when RowAssessor.KeyGone.Contains(reason) => RootCause.KeyMissing,
        _ => RootCause.SignatureIllFormed,
    };
}
