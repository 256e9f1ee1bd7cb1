using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Compares evidence by content: equal evidence has one attribution. Every member that attribution looks at is compared; a test holds the list complete.</summary>
internal sealed class EvidenceComparer : IEqualityComparer<SenderEvidence>
{
    public static readonly EvidenceComparer Instance = new();

    private EvidenceComparer()
    {
    }

    public bool Equals(SenderEvidence x, SenderEvidence y) =>
        x.AuthorDomain == y.AuthorDomain
        && x.MailFromDomain == y.MailFromDomain
        && x.Spf == y.Spf
        && x.Helo == y.Helo
        && x.HeloSpf == y.HeloSpf
        && x.ReverseName == y.ReverseName
        && Equals(x.ClientAddress, y.ClientAddress)
        && AreEqual(x.MailFromAliases, y.MailFromAliases)
        && AreEqual(x.SpfPath, y.SpfPath)
        && AreEqual(x.Signatures, y.Signatures)
        && AreEqual(x.Marks, y.Marks);

    /// <remarks>What most messages of a sender share and other senders do not.</remarks>
    public int GetHashCode(SenderEvidence evidence)
    {
        int signer = evidence.Signatures.Count == 0 ? 0 : HashCode.Combine(evidence.Signatures[0].Domain, evidence.Signatures[0].Passes, evidence.Signatures.Count);
        return HashCode.Combine(evidence.AuthorDomain, evidence.MailFromDomain, evidence.Spf, evidence.Helo, evidence.ReverseName, evidence.ClientAddress, signer);
    }

    private static bool AreEqual(IReadOnlyList<SignatureEvidence> x, IReadOnlyList<SignatureEvidence> y)
    {
        if (x.Count != y.Count)
            return false;
        for (int i = 0; i < x.Count; i++)
        {
            if (!AreEqual(x[i], y[i]))
                return false;
        }
        return true;
    }

    private static bool AreEqual(in SignatureEvidence x, in SignatureEvidence y) =>
        x.Domain == y.Domain && x.Selector == y.Selector && x.Passes == y.Passes && x.IsAligned == y.IsAligned
        && x.Fault == y.Fault && x.IsOpen == y.IsOpen && x.KeySha256 == y.KeySha256 && AreEqual(x.KeyAliases, y.KeyAliases);

    private static bool AreEqual(VendorMarks x, VendorMarks y) =>
        ReferenceEquals(x, y) || (AreEqual(x.Headers, y.Headers) && AreEqual(x.FeedbackIdOwners, y.FeedbackIdOwners) && AreEqual(x.UnsubscribeHosts, y.UnsubscribeHosts));

    private static bool AreEqual<T>(IReadOnlyList<T> x, IReadOnlyList<T> y)
        where T : class, IEquatable<T>
    {
        if (ReferenceEquals(x, y))
            return true;
        if (x.Count != y.Count)
            return false;
        for (int i = 0; i < x.Count; i++)
        {
            if (!ReferenceEquals(x[i], y[i]) && !x[i].Equals(y[i]))
                return false;
        }
        return true;
    }
}
