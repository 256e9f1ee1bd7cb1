using System.Formats.Asn1;

namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>A recovered key as the text of a key record.</summary>
public static class RecoveredKeyText
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>v=DKIM1; k=rsa; p= with the SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) that publishers use. What else the record said is not known.</summary>
    public static string Of(ReadOnlySpan<byte> modulus, RsaExponent exponent)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(modulus);
            key.WriteInteger((int)exponent);
        }
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            using (info.PushSequence())
            {
                info.WriteObjectIdentifier(RsaEncryption);
                info.WriteNull();
            }
            info.WriteBitString(key.Encode());
        }
        return $"v=DKIM1; k=rsa; p={Convert.ToBase64String(info.Encode())}";
    }
}
