using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>All that is left of a message after its bytes are gone: where it was, what it says, its hashes. Read-only after the digest stage.</summary>
public sealed class MessageDigest
{
    public required MessageLocator Locator { get; init; }

    /// <summary>Bytes of the message as stored, separator excluded.</summary>
    public required int Length { get; init; }

    public required MessageClaims Claims { get; init; }

    /// <summary>What hints at a vendor.</summary>
    public VendorMarks Marks { get; init; } = VendorMarks.None;

    public required SignatureDigests Signatures { get; init; }

    /// <summary>Hash of Message-ID and stored body, equal in copies of a message; 0 without a Message-ID.</summary>
    public required ulong Fingerprint { get; init; }
}
