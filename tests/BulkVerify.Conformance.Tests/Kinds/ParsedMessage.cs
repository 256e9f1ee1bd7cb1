using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;

namespace BulkVerify.Conformance.Kinds;

/// <summary>A message taken through claims and digests.</summary>
internal static class ParsedMessage
{
    public static SignatureDigests Digest(byte[] message, bool hashRsaSha1 = false)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        SignatureClaims claims = new SignatureClaimReader(new NameTable()).Read(message, headers);
        return new MessageDigester(new DigestOptions { HashRsaSha1 = hashRsaSha1 }).Digest(message, headers, claims, MboxVariant.None, hasQuotedFrom: false);
    }
}
