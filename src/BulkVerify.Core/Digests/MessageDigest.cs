using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>All that is left of a message after its bytes are gone: where it was, what it says, its hashes. Read-only after the digest stage until it is cleared for another message.</summary>
public sealed class MessageDigest : IReusable
{
    public MessageLocator Locator { get; internal set; }

    /// <summary>Bytes of the message as stored, separator excluded.</summary>
    public int Length { get; internal set; }

    public MessageClaims Claims { get; internal set; } = new();

    /// <summary>What hints at a vendor.</summary>
    public VendorMarks Marks { get; internal set; } = VendorMarks.None;

    public SignatureDigests Signatures { get; internal set; } = new();

    /// <summary>Hash of Message-ID and stored body, equal in copies of a message; 0 without a Message-ID.</summary>
    public ulong Fingerprint { get; internal set; }

    public void Clear()
    {
        (Locator, Length, Fingerprint) = (default, 0, 0);
        Claims.Clear();
        Marks = VendorMarks.None;
        Signatures.Clear();
    }
}
