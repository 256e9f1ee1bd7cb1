namespace BulkVerify.Evaluation.Dkim;

/// <summary>EMSA-PKCS1-v1_5 (RFC 8017 §9.2): the one block that a good signature opens to. Comparing it as a whole leaves no room for forged padding.</summary>
internal static class Pkcs1Encoding
{
    private const int Sha1Length = 20;
    private const int Sha256Length = 32;
    private const int LeastPadding = 8;

    // RFC 8017 §9.2 note 1: DigestInfo up to the hash.
    private static ReadOnlySpan<byte> Sha1Prefix => [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

    private static ReadOnlySpan<byte> Sha256Prefix =>
        [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

    public static bool KnowsHashOf(int length) => length is Sha1Length or Sha256Length;

    /// <summary>Fills <paramref name="block"/>, which has the octets of the modulus; false when that is too short for the hash.</summary>
    public static bool TryEncode(ReadOnlySpan<byte> hash, Span<byte> block)
    {
        ReadOnlySpan<byte> prefix = hash.Length == Sha256Length ? Sha256Prefix : Sha1Prefix;
        int padding = block.Length - 3 - prefix.Length - hash.Length;
        if (padding < LeastPadding)
            return false;
        block[0] = 0;
        block[1] = 1;
        block.Slice(2, padding).Fill(0xff);
        block[2 + padding] = 0;
        prefix.CopyTo(block[(3 + padding)..]);
        hash.CopyTo(block[(3 + padding + prefix.Length)..]);
        return true;
    }
}
