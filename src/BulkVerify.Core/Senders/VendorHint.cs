namespace BulkVerify.Senders;

/// <summary>One piece of evidence for one vendor. The text is made only when it is shown.</summary>
/// <param name="Vendor">Index in the catalog.</param>
/// <param name="Subject">Name or term that matched.</param>
/// <param name="Place">Where it was found, for the kinds that need a second name.</param>
internal readonly record struct VendorHint(int Vendor, EvidenceKind Kind, string Subject, string Place)
{
    public override string ToString() => Kind switch
    {
        EvidenceKind.PassingDomain => $"passing d={Subject}",
        EvidenceKind.KeyTarget => $"key of {Place} is at {Subject}",
        EvidenceKind.SharedKey => $"key of {Place} is the shared key of selector {Subject}",
        EvidenceKind.SpfTerm => $"{Subject} matched",
        EvidenceKind.MailFromTarget => $"MAIL FROM {Place} leads to {Subject} and passes SPF",
        EvidenceKind.MailFrom => $"MAIL FROM {Subject} passes SPF",
        EvidenceKind.PassingHelo => $"HELO {Subject} passes SPF",
        EvidenceKind.ReverseName => $"host name {Subject}",
        EvidenceKind.Selector => $"selector {Subject} of {Place}",
        EvidenceKind.CustomerMailFrom => $"MAIL FROM {Subject} has the vendor's form and passes SPF",
        EvidenceKind.OpenDomain => $"d={Subject}, {Place}",
        EvidenceKind.FailedDomain => Place.Length == 0 ? $"d={Subject} that does not verify" : $"d={Subject} that does not verify ({Place})",
        EvidenceKind.UnprovenKeyTarget => $"key of {Place} is at {Subject}, the signature does not verify",
        EvidenceKind.UnprovenSelector => $"selector {Subject} of {Place}, not verified",
        EvidenceKind.UnprovenMailFrom => $"MAIL FROM {Subject} without SPF pass",
        EvidenceKind.Helo => $"HELO {Subject}",
        EvidenceKind.FeedbackId => "Feedback-ID",
        EvidenceKind.UnsubscribeHost => $"unsubscribe host {Subject}",
        _ => $"{Subject} header",
    };
}
