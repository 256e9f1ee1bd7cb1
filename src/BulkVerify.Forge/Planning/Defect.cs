using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Planning;

/// <summary>One way for a message to be broken. SPF faults come with and without a signature.</summary>
internal sealed record Defect(string Name)
{
    public static readonly Defect None = new("");

    /// <summary>Nothing is wrong, and the key that signs is one that counts.</summary>
    public static readonly Defect Sound = new("") { Algorithm = SigningAlgorithm.Rsa2048 };

    public SignatureFault Signature { get; init; }

    /// <summary>Algorithm of the signature; null for a drawn one.</summary>
    public SigningAlgorithm? Algorithm { get; init; }

    public Alteration Alteration { get; init; }

    public SpfFault Spf { get; init; }

    public AuthorFault Author { get; init; }

    /// <summary>Signed with another key than the one that its selector shows.</summary>
    public bool UnpublishedKey { get; init; }

    /// <summary>No signature at all.</summary>
    public bool Unsigned { get; init; }

    /// <summary>Signed by the vendor for itself only.</summary>
    public bool UnalignedSignature { get; init; }

    /// <summary>MAIL FROM of the vendor.</summary>
    public bool UnalignedEnvelope { get; init; }

    /// <summary>The vendor's account lost its domain settings: nothing aligns any more.</summary>
    public static readonly Defect SettingsLost = new("settings-lost") { UnalignedSignature = true, UnalignedEnvelope = true };

    /// <summary>The vendor signs with another selector, which nobody published.</summary>
    public static readonly Defect NewSelectorUnpublished = new("new-selector") { Signature = SignatureFault.MissingKey };

    /// <summary>The vendor signs with another key under the selector, whose record stays as it was.</summary>
    public static readonly Defect KeyReplaced = new("key-replaced") { UnpublishedKey = true };

    /// <summary>All known ways for single messages.</summary>
    public static readonly IReadOnlyList<Defect> All = Enumerate();

    private static List<Defect> Enumerate()
    {
        var all = new List<Defect>
        {
            new("weak-key") { Algorithm = SigningAlgorithm.Rsa512 },
            new("rsa-sha1") { Algorithm = SigningAlgorithm.RsaSha1 },
            new("unsigned") { Unsigned = true },
            new("signature-unaligned") { UnalignedSignature = true },
            new("envelope-unaligned") { UnalignedEnvelope = true },
        };
        foreach (SignatureFault fault in Enum.GetValues<SignatureFault>())
        {
            if (fault != SignatureFault.None)
                all.Add(new("signature-" + fault) { Signature = fault, UnalignedEnvelope = fault is SignatureFault.KeyServFail or SignatureFault.KeyTimeout });
        }
        foreach (Alteration alteration in Enum.GetValues<Alteration>())
        {
            if (alteration != Alteration.None)
                all.Add(new("altered-" + alteration) { Alteration = alteration });
        }
        foreach (SpfFault fault in Enum.GetValues<SpfFault>())
        {
            if (fault == SpfFault.None)
                continue;
            all.Add(new("spf-" + fault) { Spf = fault });
            all.Add(new("spf-unsigned-" + fault) { Spf = fault, Unsigned = true });
        }
        foreach (AuthorFault fault in Enum.GetValues<AuthorFault>())
        {
            if (fault != AuthorFault.None)
                all.Add(new("author-" + fault) { Author = fault });
        }
        return all;
    }
}
