namespace BulkVerify.Senders;

/// <summary>Ways a message points to a vendor, best first: the order is the weight.</summary>
internal enum EvidenceKind : byte
{
    PassingDomain,
    KeyTarget,
    SharedKey,
    SpfTerm,
    MailFrom,
    PassingHelo,
    ReverseName,
    Selector,
    CustomerMailFrom,
    FailedDomain,
    UnprovenMailFrom,
    Helo,
    FeedbackId,
    UnsubscribeHost,
    Header,
}

internal static class EvidenceKinds
{
    public static EvidenceStrength Strength(this EvidenceKind kind) => kind switch
    {
        <= EvidenceKind.SharedKey => EvidenceStrength.Certain,
        <= EvidenceKind.MailFrom => EvidenceStrength.Strong,
        <= EvidenceKind.CustomerMailFrom => EvidenceStrength.Weak,
        _ => EvidenceStrength.Claimed,
    };
}
