namespace BulkVerify.Senders;

/// <summary>Ways a message points to a vendor, best first: the order is the weight. What verifies comes first: a signature of the vendor, a key of the vendor's below the author's
/// name, an envelope that SPF passes by the vendor's record; then names of the network; then what anyone can write.</summary>
internal enum EvidenceKind : byte
{
    PassingDomain,
    KeyTarget,
    SharedKey,
    SpfTerm,
    MailFromTarget,
    MailFrom,
    PassingHelo,
    ReverseName,
    Selector,
    CustomerMailFrom,
    OpenDomain,
    FailedDomain,
    UnprovenKeyTarget,
    UnprovenSelector,
    UnprovenMailFrom,
    Helo,
    FeedbackId,
    UnsubscribeHost,
    Header,
    GatewayHeader,
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
