using BulkVerify.Forge.Keys;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge.Signing;

/// <summary>Finds the key of a selector and publishes its record, or what the fault wants in its place.</summary>
internal sealed class KeyPublisher(KeyPool pool, ForgeZone zone)
{
    /// <summary>Twice the largest modulus that the verifier takes.</summary>
    private const int TooLargeBits = 16384;

    private readonly HashSet<string> _published = new(StringComparer.Ordinal);

    /// <summary>Bits of the key that the record shows; 0 when it shows none.</summary>
    public int PublishedBits(SignatureRequest request) => request.Fault switch
    {
        SignatureFault.KeyTooLarge => TooLargeBits,
        SignatureFault.KeyTypeMismatch => pool.KeyOf(OtherKind(request), request.RecordName).Bits,
        SignatureFault.RevokedKey or SignatureFault.MissingKey or SignatureFault.KeySyntax or SignatureFault.KeyServFail or SignatureFault.KeyTimeout => 0,
        _ => pool.KeyOf(request.Algorithm.Kind, request.RecordName).Bits,
    };

    public ForgeKey KeyFor(SignatureRequest request)
    {
        ForgeKey key = pool.KeyOf(request.Algorithm.Kind, request.RecordName);
        if (_published.Add(request.KeyName))
            Publish(request, key);
        return request.UsesUnpublishedKey ? pool.KeyOf(request.Algorithm.Kind, request.RecordName, offset: 1) : key;
    }

    private void Publish(SignatureRequest request, ForgeKey key)
    {
        string name = request.RecordName;
        if (request.AliasTarget is not null)
            zone.Cname(request.KeyName, name);
        if (request.Fault == SignatureFault.KeyServFail)
            zone.Status("servfail", name, "TXT");
        else if (request.Fault == SignatureFault.KeyTimeout)
            zone.Status("timeout", name, "TXT");
        else if (request.Fault != SignatureFault.MissingKey)
            zone.Txt(name, Record(request, key));
    }

    private string Record(SignatureRequest request, ForgeKey key)
    {
        string type = request.Algorithm.KeyTag;
        return request.Fault switch
        {
            SignatureFault.RevokedKey => $"v=DKIM1; k={type}; p=",
            SignatureFault.WrongKey => $"v=DKIM1; k={type}; p={pool.KeyOf(request.Algorithm.Kind, request.RecordName, offset: 1).PublicKey}",
            SignatureFault.KeySyntax => $"v=DKIM1; k={type}; p=not!a!key",
            SignatureFault.KeyHashNotAllowed => $"v=DKIM1; h=sha1; k={type}; p={key.PublicKey}",
            SignatureFault.KeyTypeMismatch => OtherType(request),
            SignatureFault.KeyServiceNotEmail => $"v=DKIM1; k={type}; s=tlsrpt; p={key.PublicKey}",
            SignatureFault.IdentityNotExact => $"v=DKIM1; k={type}; t=s; p={key.PublicKey}",
            SignatureFault.KeyTooLarge => $"v=DKIM1; k=rsa; p={HugeKey(request.KeyName)}",
            _ => Healthy(request, key),
        };
    }

    /// <summary>The spellings that are met: k= may be left out for RSA, v= may be left out, notes and flags stand beside the key.</summary>
    private static string Healthy(SignatureRequest request, ForgeKey key)
    {
        if (key.Kind == KeyKind.Ed25519)
            return $"v=DKIM1; k=ed25519; p={key.PublicKey}";
        return (ForgeRandom.HashOf(request.RecordName) % 5) switch
        {
            0 => $"v=DKIM1; p={key.PublicKey}",
            1 => $"k=rsa; p={key.PublicKey}",
            2 => $"v=DKIM1; k=rsa; t=s; p={key.PublicKey};",
            3 => $"v=DKIM1;k=rsa;h=sha1:sha256;s=email;p={key.PublicKey}",
            _ => $"v=DKIM1; k=rsa; p={key.PublicKey}",
        };
    }

    private string OtherType(SignatureRequest request)
    {
        KeyKind other = OtherKind(request);
        string tag = other == KeyKind.Ed25519 ? "ed25519" : "rsa";
        return $"v=DKIM1; k={tag}; p={pool.KeyOf(other, request.RecordName).PublicKey}";
    }

    private static KeyKind OtherKind(SignatureRequest request) => request.Algorithm.Kind == KeyKind.Ed25519 ? KeyKind.Rsa2048 : KeyKind.Ed25519;

    /// <summary>A record for a modulus that nobody needs the factors of: refused before it is used.</summary>
    private static string HugeKey(string name)
    {
        byte[] modulus = new byte[TooLargeBits / 8];
        new ForgeRandom(ForgeRandom.HashOf(name), TooLargeBits).Fill(modulus);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        using var rsa = System.Security.Cryptography.RSA.Create(new System.Security.Cryptography.RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        return Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
    }
}
