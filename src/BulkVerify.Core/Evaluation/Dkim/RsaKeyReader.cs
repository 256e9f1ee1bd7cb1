using System.Formats.Asn1;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Reads an RSA public key in DER, without the platform's import: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as everybody publishes it,
/// or the bare RSAPublicKey (RFC 8017 §A.1.1) that RFC 6376 §3.6.1 asks for by the letter.</summary>
internal static class RsaKeyReader
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Null when the octets are neither, or not exactly that.</summary>
    public static DkimPublicKey? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            AsnReader sequence = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            return sequence.PeekTag() == Asn1Tag.Sequence ? ReadSubjectPublicKeyInfo(sequence) : ReadNumbers(sequence);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static DkimPublicKey? ReadSubjectPublicKeyInfo(AsnReader sequence)
    {
        AsnReader algorithm = sequence.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != RsaEncryption)
            return null;
        // RFC 3279 §2.3.1: the parameters are NULL; keys without them are in use.
        if (algorithm.HasData)
            algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
        if (!sequence.TryReadPrimitiveBitString(out int unusedBits, out ReadOnlyMemory<byte> bits) || unusedBits != 0)
            return null;
        sequence.ThrowIfNotEmpty();
        var inner = new AsnReader(bits, AsnEncodingRules.DER);
        AsnReader numbers = inner.ReadSequence();
        inner.ThrowIfNotEmpty();
        return ReadNumbers(numbers);
    }

    private static DkimPublicKey? ReadNumbers(AsnReader numbers)
    {
        ReadOnlyMemory<byte> modulus = numbers.ReadIntegerBytes();
        ReadOnlyMemory<byte> exponent = numbers.ReadIntegerBytes();
        numbers.ThrowIfNotEmpty();
        if (IsNegative(modulus) || IsNegative(exponent))
            return null;
        return DkimPublicKey.Rsa(WithoutSignOctet(modulus), WithoutSignOctet(exponent));
    }

    private static bool IsNegative(ReadOnlyMemory<byte> integer) => (integer.Span[0] & 0x80) != 0;

    // DER allows one leading zero, and only before a set top bit.
    private static ReadOnlyMemory<byte> WithoutSignOctet(ReadOnlyMemory<byte> integer) => integer.Span[0] == 0 ? integer[1..] : integer;
}
